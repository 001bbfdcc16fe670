using System.Globalization;

namespace PromoFunctions.Domain.Reports;

/// <summary>The installation's business days: calendar days of one IANA zone, 23 or 25 hours long when clocks change.</summary>
/// <param name="zone">The setting <c>BusinessTimeZone</c>.</param>
public sealed class BusinessCalendar(TimeZoneInfo zone)
{
    /// <summary>The zone's IANA id.</summary>
    public string ZoneId => zone.Id;

    /// <summary>The day that an instant falls on, <c>yyyy-MM-dd</c>: ordinal order is order of time.</summary>
    public string DayOf(DateTimeOffset instant) => Text(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));

    /// <summary>The ISO 8601 week of a day, <c>yyyy-Www</c>.</summary>
    public static string WeekOf(string day)
    {
        var date = Date(day).ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date):D4}-W{ISOWeek.GetWeekOfYear(date):D2}");
    }

    /// <summary>The month of a day, <c>yyyy-MM</c>.</summary>
    public static string MonthOf(string day) => day[..7];

    /// <summary>The day after.</summary>
    public static string After(string day) => Text(Date(day).AddDays(1));

    private static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
