using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>Figures and periods in a page's language.</summary>
/// <param name="phrases">The language.</param>
/// <param name="report">The report, whose zone's clock is shown.</param>
internal sealed class PageText(Phrases phrases, Report report)
{
    // A zone that this machine does not know is shown in UTC.
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(report.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    // Letters of every language stay readable in the source; what HTML gives a meaning is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The language.</summary>
    public Phrases Phrases => phrases;

    /// <summary>Text as HTML.</summary>
    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>A sentence as HTML.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Encode(phrases.Say(key, values));

    /// <summary>What a period is called.</summary>
    public string Title(ReportPeriod period) => phrases.Say($"report.title.{Key(period.Kind)}", ("period", Name(period)));

    /// <summary>An instant on the clock of the report's zone.</summary>
    public string Instant(DateTimeOffset at) => phrases.Instant(at, _zone);

    /// <summary>An amount; of a currency that nobody knows, the bare number and the code.</summary>
    public string Money(long minor, string code) =>
        Currency.TryParse(code, out var currency, out _) ? phrases.Money(minor, currency) : phrases.Number(minor) + "\u00A0" + code;

    /// <summary>How the books stand, in sentences of which the first says it.</summary>
    public string State(Report report) => string.Join(' ', StateOf(report));

    /// <summary>The same, sentence by sentence.</summary>
    public IReadOnlyList<string> StateOf(Report report)
    {
        var control = report.Control;
        var ledger = phrases.Count("report.state.ledger", control.LedgerRedemptions);
        return control switch
        {
            { Difference: > 0 } => [phrases.Say("report.state.bad"), phrases.Count("report.state.difference", control.Difference), ledger],
            { CountedAt: { } at } when report.Closed => [phrases.Say("report.state.good"), phrases.Say("report.state.counted", ("at", Instant(at))), ledger],
            _ => [phrases.Say("report.state.good-so-far"), phrases.Say(report.Closed ? "report.state.waits" : "report.state.open"), ledger],
        };
    }

    /// <summary>A cell as plain text; a dash for nothing.</summary>
    public string Cell(ReportCell cell) => cell switch
    {
        ReportCell.Words({ Length: > 0 } text) => text,
        ReportCell.Count({ } number) => phrases.Number(number),
        ReportCell.Money(var minor, var currency) => Money(minor, currency),
        ReportCell.Measure({ } number) => Decimal(number),
        ReportCell.Share({ } number) => Decimal(Math.Round(number * 100, 1, MidpointRounding.AwayFromZero)) + "\u00A0%",
        ReportCell.Times({ } number) => Decimal(Math.Round(number, 1, MidpointRounding.AwayFromZero)) + "\u00A0×",
        ReportCell.Moment({ } at) => Instant(at),
        _ => "–",
    };

    /// <summary>A day, such as 20 November 2026.</summary>
    public string Day(string day)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return phrases.Say(
            "report.day",
            ("day", date.Day.ToString(CultureInfo.InvariantCulture)),
            ("month", phrases.Say("month." + date.Month.ToString(CultureInfo.InvariantCulture))),
            ("year", date.Year.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Key(ReportKind kind) => kind switch
    {
        ReportKind.Daily => "daily",
        ReportKind.Weekly => "weekly",
        ReportKind.Monthly => "monthly",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of report."),
    };

    private string Name(ReportPeriod period)
    {
        var first = DateOnly.ParseExact(period.FirstDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return period.Kind switch
        {
            ReportKind.Daily => phrases.Say("report.weekday", ("weekday", phrases.Say("report.weekday." + ((int)first.DayOfWeek).ToString(CultureInfo.InvariantCulture))), ("date", Day(period.FirstDay))),
            ReportKind.Weekly => phrases.Say("report.week", ("week", period.Name), ("first", Day(period.FirstDay)), ("last", Day(period.LastDay))),
            ReportKind.Monthly => phrases.Say("month." + first.Month.ToString(CultureInfo.InvariantCulture)) + " " + first.Year.ToString(CultureInfo.InvariantCulture),
            _ => throw new ArgumentOutOfRangeException(nameof(period), period.Kind, "No such kind of report."),
        };
    }

    private string Decimal(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture).Replace(".", phrases.Say("number.decimal"), StringComparison.Ordinal);
}
