using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A report as a page: whole in itself, without scripts. Its total and the state of its control stand on top.</summary>
internal static class ReportPage
{
    /// <summary>The document.</summary>
    public static string Of(Report report, Phrases phrases) => Of(report, phrases, int.MaxValue, charts: true);

    /// <summary>The document for a mail: no charts, which most mail programmes drop, and of each table the first rows.</summary>
    /// <param name="report">The report.</param>
    /// <param name="phrases">The language.</param>
    /// <param name="most">How many rows of a table at most.</param>
    public static string ForMail(Report report, Phrases phrases, int most) => Of(report, phrases, most, charts: false);

    private static string Of(Report report, Phrases phrases, int most, bool charts)
    {
        var text = new PageText(phrases, report);
        var title = PageText.Encode(text.Title(report.Period));
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{phrases.Language}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<style>{PageStyle.Sheet}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{text.Say(report.Closed ? "report.closed" : "report.open")} {text.Say("report.computed", ("at", text.Instant(report.ComputedAt)), ("zone", report.TimeZone))}</p>\n</header>\n");
        html.Append(Totals(report, text)).Append(State(report, text));
        if (charts)
        {
            html.Append(Charts(report, text));
        }

        foreach (var section in ReportSections.Of(report).Where(section => section.Name is not (ReportSections.Total or ReportSections.Books)))
        {
            html.Append(PageTable.Of(section, text, most));
        }

        return html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft note\">{text.Say("report.gross")}</p>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static string Totals(Report report, PageText text)
    {
        var html = new StringBuilder($"<section class=\"totals\" aria-label=\"{text.Say("report.total")}\">\n");
        var totals = ReportTotal.Of(report);
        foreach (var total in totals)
        {
            html.Append("<div>");
            html.Append(Figure("report.column.discount", text.Money(total.Discount, total.Currency)));
            html.Append(Figure("report.column.redemptions", text.Phrases.Number(total.Redemptions)));
            html.Append(Figure("report.column.orderValue", text.Money(total.OrderValue, total.Currency)));
            html.Append("</div>\n");
        }

        if (totals.Count == 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div>{Figure("report.nothing", text.Phrases.Number(0))}</div>\n");
        }

        return html.Append("</section>\n").ToString();

        string Figure(string label, string figure) => $"<p>{text.Say(label)} <strong>{PageText.Encode(figure)}</strong></p>";
    }

    private static string State(Report report, PageText text)
    {
        var kind = report.Control.Difference > 0 ? " bad" : report.Final ? " good" : "";
        var sentences = text.StateOf(report);
        return $"<p class=\"state{kind}\"><b>{PageText.Encode(sentences[0])}</b> {PageText.Encode(string.Join(' ', sentences.Skip(1)))}</p>\n";
    }

    private static string Charts(Report report, PageText text)
    {
        var others = text.Phrases.Say("report.chart.others");
        var charts = new StringBuilder();
        foreach (var rows in report.Rows.GroupBy(row => row.Currency, StringComparer.Ordinal).OrderBy(rows => rows.Key, StringComparer.Ordinal))
        {
            charts.Append(PageChart.Of(
                text.Phrases.Say("report.chart.discount", ("currency", rows.Key)),
                rows.GroupBy(row => row.CampaignId, StringComparer.Ordinal).Select(campaign => (campaign.First().Name, campaign.Sum(row => row.Discount))),
                others,
                figure => text.Money(figure, rows.Key)));
        }

        charts.Append(PageChart.Of(
            text.Phrases.Say("report.chart.channels"),
            report.Rows.GroupBy(row => row.Channel, StringComparer.Ordinal).Select(channel => (channel.Key, channel.Sum(row => row.Redemptions))),
            others,
            text.Phrases.Number));
        charts.Append(PageChart.Of(
            text.Phrases.Say("report.chart.claims"),
            [
                (text.Phrases.Say("report.column.approved"), report.Claims.Sum(row => row.Approved)),
                (text.Phrases.Say("report.column.denied"), report.Claims.Sum(row => row.Denied)),
                (text.Phrases.Say("report.column.escalated"), report.Claims.Sum(row => row.Escalated)),
            ],
            others,
            text.Phrases.Number));
        return charts.Length == 0 ? "" : $"<div class=\"charts\">\n{charts}</div>\n";
    }
}
