using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Timers;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-20T10:02:03", "2026-11-20T10:05:00")]
    [InlineData("0 */5 * * * *", "2026-11-20T10:05:00", "2026-11-20T10:10:00")]
    [InlineData("*/5 * * * *", "2026-11-20T10:02:03", "2026-11-20T10:05:00")]
    [InlineData("30 0 0 1 1 *", "2026-11-20T10:02:03", "2027-01-01T00:00:30")]
    [InlineData("*/30 5 * * * *", "2026-11-20T10:05:00", "2026-11-20T10:05:30")]
    [InlineData("0 0 9 * * MON-FRI", "2026-11-20T10:02:03", "2026-11-23T09:00:00")]
    [InlineData("01:30:00", "2026-11-20T10:02:03", "2026-11-20T11:32:03")]
    public void Next_OfASchedule_IsTheFirstOccurrenceAfterTheInstant(string schedule, string after, string expected)
    {
        var next = TimerSchedule.Parse(schedule, "F").Next(Utc(after));
        Assert.Equal(Utc(expected), next);
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Theory]
    [InlineData("* * * * * *", true)]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("*/30 5 * * * *", false)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 0 0 * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void Density_SecondsAlone_DecideAsTheOfficialExtensionDoes(string schedule, bool expected) => Assert.Equal(expected, TimerSchedule.Parse(schedule, "F").IsDense);

    [Theory]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    public void Parse_NeitherNcrontabNorPeriod_IsRefused(string schedule) =>
        Assert.Contains("neither", Assert.Throws<StartupException>(() => TimerSchedule.Parse(schedule, "F")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-11-21T10:00:30", "2026-11-21T10:01:00")]
    [InlineData("2026-11-22T10:00:31", "2026-11-22T10:02:00")]
    [InlineData("2026-11-22T10:00:29.999", "2026-11-22T10:01:00")]
    [InlineData("2026-11-25T00:00:00", "2026-11-22T10:02:00")]
    public void Status_WhenTheClockWasSetBackBehindIt_GoesOnFromNow(string now, string next)
    {
        var status = new ScheduleStatus { Last = Utc("2026-11-22T10:01:00"), Next = Utc("2026-11-22T10:02:00"), LastUpdated = Utc("2026-11-22T10:01:30") };

        Assert.Equal(Utc(next), TimerSchedule.Parse("0 * * * * *", "F").AsOf(Utc(now), status).Next);
    }

    [Fact]
    public void Delay_OfRetries_IsConstantOrDoublesUpToItsMaximum()
    {
        var constant = new FixedDelayRetryAttribute(5, "00:00:07");
        Assert.Equal([7, 7, 7], Enumerable.Range(0, 3).Select(count => TimerRetries.Delay(constant, count).TotalSeconds));
        var growing = new ExponentialBackoffRetryAttribute(-1, "00:00:02", "00:00:15");
        Assert.Equal([2, 4, 8, 15, 15], Enumerable.Range(0, 5).Select(count => TimerRetries.Delay(growing, count).TotalSeconds));
        Assert.Equal(15, TimerRetries.Delay(growing, int.MaxValue).TotalSeconds);
    }

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
