using PromoFunctions.App.Reports.Papers;

namespace PromoFunctions.App.Tests.Reports.Papers;

public sealed class ChooseFormatTests
{
    [Theory]
    [InlineData("json", "text/html", ReportFormat.Json)]
    [InlineData("csv", "text/html", ReportFormat.Csv)]
    [InlineData("html", "application/json", ReportFormat.Html)]
    [InlineData("", "text/csv", ReportFormat.Csv)]
    [InlineData(null, null, ReportFormat.Json)]
    [InlineData(null, "*/*", ReportFormat.Json)]
    [InlineData(null, "application/json", ReportFormat.Json)]
    [InlineData(null, "text/csv", ReportFormat.Csv)]
    [InlineData(null, "TEXT/CSV;header=present", ReportFormat.Csv)]
    [InlineData(null, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ReportFormat.Html)]
    [InlineData(null, "application/json, text/plain, */*", ReportFormat.Json)]
    [InlineData(null, "text/html, */*", ReportFormat.Html)]
    [InlineData(null, "text/html;q=0.4, text/csv;q=0.5", ReportFormat.Csv)]
    [InlineData(null, "text/html;q=0.4, */*;q=0.5", ReportFormat.Json)]
    [InlineData(null, "text/*", ReportFormat.Csv)]
    [InlineData(null, "text/csv;q=0, */*", ReportFormat.Json)]
    [InlineData(null, "application/json;q=0, */*;q=0.1", ReportFormat.Csv)]
    [InlineData(null, "image/png", ReportFormat.Json)]
    [InlineData(null, ";;,,/", ReportFormat.Json)]
    public void Of_AParameterAndAHeader_IsWhatIsWantedMost(string? format, string? accept, object expected) =>
        Assert.Equal(expected, ChooseFormat.Of(format, [accept]));

    [Theory]
    [InlineData("xml")]
    [InlineData("CSV")]
    [InlineData("json,csv")]
    public void Of_AWordThatNamesNoFormat_IsNone(string format) => Assert.Null(ChooseFormat.Of(format, ["text/csv"]));
}
