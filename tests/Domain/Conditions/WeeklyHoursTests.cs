using System.Globalization;
using PromoFunctions.Domain.Conditions;

namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class WeeklyHoursTests
{
    public static string Sample => """{"kind":"weekly-hours","days":["monday","friday"],"from":"22:00","to":"02:00"}""";

    // 2026-07-06 is a Monday; Berlin is two hours ahead of UTC in summer.
    [Theory]
    [InlineData("2026-07-06T21:59:59+02:00", false)]
    [InlineData("2026-07-06T22:00:00+02:00", true)]
    [InlineData("2026-07-06T20:00:00Z", true)]
    [InlineData("2026-07-07T01:59:59+02:00", true)]
    [InlineData("2026-07-07T02:00:00+02:00", false)]
    [InlineData("2026-07-06T01:00:00+02:00", false)]
    [InlineData("2026-07-11T01:00:00+02:00", true)]
    [InlineData("2026-07-07T22:30:00+02:00", false)]
    public void Check_HoursAcrossMidnight_BelongToTheDayTheyBeginOn(string at, bool met) => Assert.Equal(met, Met(Sample, at));

    [Theory]
    [InlineData("2026-07-05T23:59:59+02:00", true)]
    [InlineData("2026-07-06T00:59:59+02:00", true)]
    [InlineData("2026-07-06T01:00:00+02:00", false)]
    public void Check_HoursAcrossTheEndOfTheWeek_ReachIntoMonday(string at, bool met) =>
        Assert.Equal(met, Met("""{"kind":"weekly-hours","days":["sunday"],"from":"23:00","to":"01:00"}""", at));

    [Theory]
    [InlineData("2026-07-06T00:00:00+02:00", true)]
    [InlineData("2026-07-06T23:59:59+02:00", true)]
    [InlineData("2026-07-07T00:00:00+02:00", false)]
    [InlineData("2026-07-05T23:59:59+02:00", false)]
    public void Check_AWholeDay_EndsAtMidnight(string at, bool met) =>
        Assert.Equal(met, Met("""{"kind":"weekly-hours","days":["monday"],"from":"00:00","to":"24:00"}""", at));

    [Theory]
    [InlineData("2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-25T01:30:00Z", true)]
    [InlineData("2026-10-25T02:00:00Z", false)]
    public void Check_TheHourThatTheClocksRepeat_CountsTwice(string at, bool met) =>
        Assert.Equal(met, Met("""{"kind":"weekly-hours","days":["sunday"],"from":"02:00","to":"03:00"}""", at));

    [Fact]
    public void Check_AtAnotherTime_SaysWhen()
    {
        var reason = Given.Refusal(Sample, Given.Cart(["A x 1 100"]), at: Instant("2026-07-07T12:00:00Z"));

        Assert.NotNull(reason);
        Assert.Equal(
            ("not-at-this-time", "BIG5 works on Mondays and Fridays from 22:00 to 02:00 (Europe/Berlin) only."),
            (reason.Code, reason.Message));
        Assert.Equal(
            """{"days":["monday","friday"],"from":"22:00","to":"02:00","timeZone":"Europe/Berlin"}""",
            Given.Json(reason.Facts.Write));
    }

    [Theory]
    [InlineData("""{"kind":"weekly-hours","days":["tuesday"],"from":"01:00","to":"03:00"}""", false)]
    [InlineData("""{"kind":"weekly-hours","days":["tuesday"],"from":"02:00","to":"03:00"}""", true)]
    [InlineData("""{"kind":"minimum-quantity","quantity":1}""", false)]
    public void Contradicts_OtherHours_WhenNoMinuteIsInBoth(string other, bool contradicts) =>
        Assert.Equal(contradicts, Given.Condition(Sample).Contradicts(Given.Condition(other)));

    [Theory]
    [InlineData("\"22:00\"", "\"24:00\"", "/from must be before 24:00.")]
    [InlineData("\"22:00\"", "\"02:00\"", "/to must not be the same as from.")]
    [InlineData("\"02:00\"", "\"00:00\"", "/to must be after 00:00; the end of a day is 24:00.")]
    [InlineData("\"22:00\"", "\"22:60\"", "/from must be a time from 00:00 to 24:00, such as 17:30.")]
    [InlineData("\"22:00\"", "\"24:01\"", "/from must be a time from 00:00 to 24:00, such as 17:30.")]
    [InlineData("\"22:00\"", "\"+2:00\"", "/from must be a time from 00:00 to 24:00, such as 17:30.")]
    [InlineData("\"friday\"", "\"Friday\"", "/days/1 must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday.")]
    public void Read_OneThingWrong_IsRefused(string part, string instead, string error) =>
        Assert.Equal([error], Given.Errors(Sample.Replace(part, instead, StringComparison.Ordinal), Condition.Read));

    private static bool Met(string condition, string at) => Given.Refusal(condition, Given.Cart(["A x 1 100"]), at: Instant(at)) is null;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
