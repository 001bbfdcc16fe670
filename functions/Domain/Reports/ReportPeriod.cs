using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>How long a report's period is.</summary>
public enum ReportKind
{
    /// <summary>A business day.</summary>
    Daily,

    /// <summary>An ISO 8601 week, Monday to Sunday.</summary>
    Weekly,

    /// <summary>A calendar month.</summary>
    Monthly,
}

/// <summary>A day, a week or a month of business days. Equal by kind and name.</summary>
/// <param name="Kind">How long it is.</param>
/// <param name="Name"><c>2026-11-20</c>, <c>2026-W47</c> or <c>2026-11</c>.</param>
/// <param name="FirstDay">Its first day, <c>yyyy-MM-dd</c>.</param>
/// <param name="LastDay">Its last day, which belongs to it.</param>
public sealed record ReportPeriod(ReportKind Kind, string Name, string FirstDay, string LastDay)
{
    /// <summary>Its days in order.</summary>
    public IEnumerable<string> Days
    {
        get
        {
            for (var day = FirstDay; string.CompareOrdinal(day, LastDay) <= 0; day = BusinessCalendar.After(day))
            {
                yield return day;
            }
        }
    }

    /// <summary>The period of a kind that a day belongs to.</summary>
    public static ReportPeriod Of(ReportKind kind, string day)
    {
        var date = BusinessCalendar.Date(day);
        switch (kind)
        {
            case ReportKind.Daily:
                return new(kind, day, day, day);
            case ReportKind.Weekly:
                var monday = date.AddDays(-(((int)date.DayOfWeek + 6) % 7));
                return new(kind, BusinessCalendar.WeekOf(day), BusinessCalendar.Text(monday), BusinessCalendar.Text(monday.AddDays(6)));
            case ReportKind.Monthly:
                var first = new DateOnly(date.Year, date.Month, 1);
                return new(kind, BusinessCalendar.MonthOf(day), BusinessCalendar.Text(first), BusinessCalendar.Text(first.AddMonths(1).AddDays(-1)));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of report.");
        }
    }

    /// <summary>The day, the week and the month that a day belongs to.</summary>
    public static IEnumerable<ReportPeriod> AllOf(string day) => Enum.GetValues<ReportKind>().Select(kind => Of(kind, day));

    /// <summary>Takes the name of a period, in exactly the form of its kind.</summary>
    public static bool TryParse(ReportKind kind, string text, [NotNullWhen(true)] out ReportPeriod? value, [NotNullWhen(false)] out string? problem)
    {
        var day = kind switch
        {
            ReportKind.Daily => text,
            ReportKind.Weekly => MondayOf(text),
            ReportKind.Monthly => text + "-01",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of report."),
        };
        value = day is not null && BusinessCalendar.IsDay(day) && Of(kind, day) is { } period && period.Name == text ? period : null;
        problem = value is not null ? null : kind switch
        {
            ReportKind.Daily => "must be a day, such as 2026-11-20.",
            ReportKind.Weekly => "must be a week of ISO 8601, such as 2026-W47.",
            _ => "must be a month, such as 2026-11.",
        };
        return value is not null;
    }

    /// <summary>The period as a token for a client.</summary>
    public string ToToken() => $"{Vocabulary<ReportKind>.Words[Kind]}.{Name}";

    /// <summary>Takes a token back.</summary>
    public static bool TryParseToken(string token, [NotNullWhen(true)] out ReportPeriod? value)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        value = dot > 0
            && Vocabulary<ReportKind>.Words.TryFind(token[..dot], out var kind)
            && TryParse(kind, token[(dot + 1)..], out var period, out _)
            ? period
            : null;
        return value is not null;
    }

    /// <summary>The order of the list of reports: the latest first, and of those that begin on one day the shorter one.</summary>
    public static int CompareLatestFirst(ReportPeriod left, ReportPeriod right) =>
        string.CompareOrdinal(right.FirstDay, left.FirstDay) is var byDay && byDay != 0 ? byDay : left.Kind.CompareTo(right.Kind);

    /// <summary>Whether a day belongs to it.</summary>
    public bool Contains(string day) => string.CompareOrdinal(day, FirstDay) >= 0 && string.CompareOrdinal(day, LastDay) <= 0;

    /// <summary>Kind and name, such as <c>daily 2026-11-20</c>.</summary>
    public override string ToString() => $"{Vocabulary<ReportKind>.Words[Kind]} {Name}";

    private static string? MondayOf(string text) =>
        text.Length == 8
        && text.AsSpan(4, 2) is "-W"
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
        && year is >= 1970 and < 9999
        && week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
            ? BusinessCalendar.Text(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)))
            : null;
}
