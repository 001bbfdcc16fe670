using System.Globalization;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Tests.Reports;

public sealed class BusinessCalendarTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Europe/Berlin", "2026-11-20", 24)]
    [InlineData("America/Havana", "2026-03-08", 23)] // Clocks go forward at midnight: the day begins at one.
    [InlineData("Australia/Lord_Howe", "2026-10-04", 23.5)]
    [InlineData("Asia/Kathmandu", "2026-01-01", 24)]
    [InlineData("Pacific/Apia", "2011-12-30", 0)] // Samoa went over the date line and had no such day.
    public void StartOf_AnyDay_DaysTouchAndAreAsLongAsTheirClocksSay(string zone, string day, double hours)
    {
        var calendar = Calendar(zone);

        var (start, end) = (calendar.StartOf(day), calendar.StartOf(BusinessCalendar.After(day)));

        Assert.Equal(TimeSpan.FromHours(hours), end - start);
        Assert.Equal(BusinessCalendar.Before(day), calendar.DayOf(start.AddTicks(-1)));
        Assert.Equal(hours > 0 ? day : BusinessCalendar.After(day), calendar.DayOf(start));
        Assert.True(hours == 0 || calendar.DayOf(end.AddTicks(-1)) == day);
    }

    [Fact]
    public void StartOf_Berlin_IsMidnightThere() =>
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T00:00:00+01:00", CultureInfo.InvariantCulture), Calendar("Europe/Berlin").StartOf("2026-11-20"));

    private static BusinessCalendar Calendar(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));
}
