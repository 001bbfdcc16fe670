using System.Text.RegularExpressions;
using System.Xml.Linq;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Papers;

public sealed partial class ReportPageTests
{
    [Fact]
    public void Of_ARichReport_ShowsTotalAndStateBeforeAnythingElse()
    {
        var page = ReportPage.Of(SampleReports.Rich, Phrases.English);
        var top = page[..page.IndexOf("<figure", StringComparison.Ordinal)];

        Assert.Contains("<h1>Promotions on Friday, 20 November 2026</h1>", top, StringComparison.Ordinal);
        Assert.Contains("<strong>€5,755.05</strong>", top, StringComparison.Ordinal);
        Assert.Contains("<strong>1,167</strong>", top, StringComparison.Ordinal);
        Assert.Contains("<strong>€29,000.00</strong>", top, StringComparison.Ordinal);
        Assert.Contains("<strong>¥1,250</strong>", top, StringComparison.Ordinal);
        Assert.Contains("<p class=\"state good\"><b>The books agree.</b>", top, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AReportInGerman_HasItsNumbersAndWordsInGerman()
    {
        var page = ReportPage.Of(SampleReports.Rich, Phrases.German);

        Assert.Contains("<html lang=\"de\">", page, StringComparison.Ordinal);
        Assert.Contains("Aktionen am Freitag, 20. November 2026", page, StringComparison.Ordinal);
        Assert.Contains("<strong>5.755,05\u00A0€</strong>", page.Replace("&#xA0;", "\u00A0", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>A public code is used any number of times: in per cent that would be 56,000.</summary>
    [Fact]
    public void Of_CodesOfBothSorts_SaysWhatPartWasUsedOrHowOften()
    {
        var page = ReportPage.Of(SampleReports.Rich, Phrases.English).Replace("&#xA0;", "\u00A0", StringComparison.Ordinal).Replace("&#xD7;", "×", StringComparison.Ordinal);

        Assert.Contains(">12\u00A0%<", page, StringComparison.Ordinal);
        Assert.Contains(">560\u00A0×<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("000\u00A0%", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NamesThatAreMarkup_ShowsThemAsText()
    {
        var page = ReportPage.Of(SampleReports.Rich, Phrases.English);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Cups&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0, null, "state", "No difference so far.")]
    [InlineData(true, 0, null, "state", "The journal is being counted.")]
    [InlineData(true, 0, "2026-11-21T00:00:00Z", "state good", "counted again in the journal on 21 November 2026, 01:00")]
    [InlineData(true, 1, "2026-11-21T00:00:00Z", "state bad", "1 figure is not")]
    [InlineData(false, 12, null, "state bad", "12 figures are not")]
    public void Of_AnyControl_SaysHowTheBooksStand(bool closed, int difference, string? countedAt, string style, string sentence)
    {
        var report = SampleReports.Rich with
        {
            Closed = closed,
            Control = SampleReports.Rich.Control with { Difference = difference, CountedAt = countedAt is null ? null : FinanceDesk.Instant(countedAt) },
        };

        var state = StateRegex().Match(ReportPage.Of(report, Phrases.English));

        Assert.Equal(style, state.Groups["style"].Value);
        Assert.Contains(sentence, state.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnyReport_IsWellFormedAndEachTableAndDrawingSaysWhatItIs()
    {
        foreach (var page in from report in (Report[])[SampleReports.Rich, SampleReports.Empty] from phrases in Phrases.All select ReportPage.Of(report, phrases))
        {
            // Every element is closed here, but for the two sorts that HTML closes by itself.
            var body = XDocument.Parse(VoidRegex().Replace(page[page.IndexOf("<html", StringComparison.Ordinal)..], "$0</meta>"));
            Assert.Single(body.Descendants("h1"));
            Assert.All(body.Descendants("table"), table => Assert.False(string.IsNullOrWhiteSpace(table.Element("caption")?.Value)));
            Assert.All(body.Descendants("th"), cell => Assert.Contains(cell.Attribute("scope")?.Value, (string[])["col", "row"]));
            Assert.All(body.Descendants("svg"), drawing => Assert.False(string.IsNullOrWhiteSpace(drawing.Element("title")?.Value)));
            Assert.All(body.Descendants("td"), cell => Assert.False(string.IsNullOrWhiteSpace(cell.Attribute("data-label")?.Value)));
        }
    }

    [Fact]
    public void ForMail_OfALongReport_LeavesChartsOutAndSaysHowManyRowsThereAreMore()
    {
        var page = ReportPage.ForMail(SampleReports.Rich, Phrases.English, most: 2);

        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Contains("3 more rows stand in the CSV.", page, StringComparison.Ordinal);
        Assert.Contains("1 more row stands in the CSV.", page, StringComparison.Ordinal);
        Assert.Contains("<strong>€5,755.05</strong>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ManyCampaigns_DrawsTheLargestAndSumsUpTheRest()
    {
        var many = SampleReports.Empty with { Rows = [.. Enumerable.Range(1, 30).Select(i => SampleReports.Rich.Rows[0] with { CampaignId = $"c{i}", Name = $"Campaign {i}", Discount = i * 100 })] };

        var drawing = ReportPage.Of(many, Phrases.English);
        drawing = drawing[drawing.IndexOf("<svg", StringComparison.Ordinal)..drawing.IndexOf("</svg>", StringComparison.Ordinal)];

        Assert.Equal(PageChart.MostBars + 1, Regex.Count(drawing, "class=\"bar\""));
        Assert.Contains(">All others</text>", drawing, StringComparison.Ordinal);
        Assert.Contains(">€253.00</text>", drawing, StringComparison.Ordinal); // 1 to 22.
    }

    [GeneratedRegex("<p class=\"(?<style>state[^\"]*)\"><b>.*?</p>")]
    private static partial Regex StateRegex();

    [GeneratedRegex("<meta[^>]*>")]
    private static partial Regex VoidRegex();
}
