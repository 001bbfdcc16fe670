using System.Globalization;

namespace PromoFunctions.Domain.Reports;

/// <summary>The installation's business days: calendar days of one IANA zone, 23 or 25 hours long when clocks change.</summary>
/// <param name="zone">The setting <c>BusinessTimeZone</c>.</param>
public sealed class BusinessCalendar(TimeZoneInfo zone)
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The zone's IANA id.</summary>
    public string ZoneId => zone.Id;

    /// <summary>The day that an instant falls on, <c>yyyy-MM-dd</c>: ordinal order is order of time.</summary>
    public string DayOf(DateTimeOffset instant) => Text(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));

    /// <summary>The last day on which something works for a time that ends at an instant, which is out already; null for null.</summary>
    public string? LastDayOf(DateTimeOffset? end) => end is { } at ? DayOf(at.AddTicks(-1)) : null;

    /// <summary>The first instant of a day, in UTC; that of the next one when the zone skipped the day.</summary>
    public DateTimeOffset StartOf(string day)
    {
        // Searched for, since midnight may not exist, or exist twice: no zone is more than 15 hours from UTC.
        var midnight = new DateTimeOffset(Date(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).UtcTicks;
        var (before, from) = (midnight - (15 * TimeSpan.TicksPerHour), midnight + (39 * TimeSpan.TicksPerHour));
        while (from - before > 1)
        {
            var middle = before + ((from - before) / 2);
            (before, from) = string.CompareOrdinal(DayOf(new DateTimeOffset(middle, TimeSpan.Zero)), day) < 0 ? (middle, from) : (before, middle);
        }

        return new DateTimeOffset(from, TimeSpan.Zero);
    }

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

    /// <summary>The day before.</summary>
    public static string Before(string day) => Text(Date(day).AddDays(-1));

    /// <summary>Whether a text is a day, <c>yyyy-MM-dd</c>, from 1970 on.</summary>
    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and < 9999;

    internal static DateOnly Date(string day) => DateOnly.ParseExact(day, Format, CultureInfo.InvariantCulture);

    internal static string Text(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);
}
