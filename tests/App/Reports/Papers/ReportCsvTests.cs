using System.Globalization;
using System.Text;
using CsvHelper;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Papers;

public sealed class ReportCsvTests
{
    [Fact]
    public async Task Write_ARichReport_GivesEveryFigureInTypesThatASpreadsheetReads()
    {
        var rows = await ReadAsync(SampleReports.Rich);
        var campaigns = rows.Where(row => row["section"] == "campaign").ToDictionary(row => row["campaignId"]);

        Assert.All(rows, row => Assert.Equal(("daily", "2026-11-20", "2026-11-20", "2026-11-20", "closed", "2026-11-20 23:06:30"), (row["kind"], row["period"], row["firstDay"], row["lastDay"], row["status"], row["computedAt"])));
        Assert.Equal(SampleReports.Rich.Rows.Count, campaigns.Count);
        var summer = campaigns["summer"];
        Assert.Equal(("1120", "560000", "5600.00", "2800000", "28000.00"), (summer["redemptions"], summer["discount"], summer["discountMajor"], summer["orderValue"], summer["orderValueMajor"]));
        Assert.Equal(("1250", "1250"), Discount(campaigns["sencha"]));
        Assert.Equal(("1250", "1.250"), Discount(campaigns["kuwait"]));
        var total = rows.Single(row => (row["section"], row["currency"]) == ("total", "EUR"));
        Assert.Equal(("1167", "575505", "5755.05"), (total["redemptions"], total["discount"], total["discountMajor"]));
        var claims = rows.Where(row => row["section"] == "claims").ToList();
        Assert.Equal(["1.5", ""], claims.Select(row => row["medianMinutesToDecision"]));
        Assert.Equal(["27.50", ""], claims.Select(row => row["amountMajor"])); // Nobody knows the decimals of XXX.
        var codes = rows.Single(row => (row["section"], row["batch"]) == ("codes", "mailing-1"));
        Assert.Equal(("1000", "120", "0.12"), (codes["issued"], codes["redeemed"], codes["redemptionRate"]));
        Assert.Equal(["", "4.12"], rows.Where(row => row["section"] == "liability").Select(row => row["averageDiscountMajor"]));
        Assert.Equal("0.325", rows.Single(row => row["section"] == "recovery")["returnRate"]);
        var books = rows.Single(row => row["section"] == "books");
        Assert.Equal(("1171", "0", "2026-11-20 23:06:10"), (books["ledgerRedemptions"], books["difference"], books["countedAt"]));
    }

    [Fact]
    public async Task Write_TextThatASpreadsheetWouldRun_StaysTextAndNumbersStayNumbers()
    {
        var rows = await ReadAsync(SampleReports.Rich);

        var formula = rows.Single(row => row["campaignId"] == "formula");
        Assert.Equal("'=HYPERLINK(\"http://evil.example\",\"x\")", formula["name"]);
        Assert.Equal(("-350", "-3.50"), (formula["adjustments"], formula["adjustmentsMajor"]));
        var sencha = rows.Single(row => row["campaignId"] == "sencha");
        Assert.Equal(("'+store", "Sencha\r\nsecond line"), (sencha["channel"], sencha["name"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_AnyReport_HasTheSameColumnsAfterAByteOrderMark(bool rich)
    {
        var bytes = await BytesAsync(rich ? SampleReports.Rich : SampleReports.Empty);

        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var header = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n")[0].Split(',');
        Assert.Equal("section", header[0]);
        Assert.Equal(header.Length, header.Distinct().Count());
        Assert.Equal(Encoding.UTF8.GetString((await BytesAsync(SampleReports.Empty))[3..]).Split("\r\n")[0], string.Join(',', header));
    }

    [Fact]
    public async Task Write_TheLargestAmounts_AreExact()
    {
        var most = SampleReports.Empty with { Rows = [SampleReports.Rich.Rows[0] with { Discount = long.MaxValue, OrderValue = 5, Adjustments = long.MinValue + 1 }] };

        var row = (await ReadAsync(most)).Single(line => line["section"] == "campaign");

        Assert.Equal(("92233720368547758.07", "0.05", "-92233720368547758.07"), (row["discountMajor"], row["orderValueMajor"], row["adjustmentsMajor"]));
        Assert.Equal(long.MaxValue.ToString(CultureInfo.InvariantCulture), row["discount"]);
    }

    internal static async Task<List<Dictionary<string, string>>> ReadAsync(Report report) => Read(await BytesAsync(report));

    /// <summary>The lines by the columns of the first one.</summary>
    internal static List<Dictionary<string, string>> Read(byte[] file)
    {
        using var csv = CsvReader.Create(new MemoryStream(file), CsvReaderOptions.Default with { HasHeader = false });
        Assert.True(csv.Read());
        var header = Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i) ?? "").ToList();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            Assert.Equal(header.Count, csv.FieldCount);
            rows.Add(header.Index().ToDictionary(column => column.Item, column => csv.GetString(column.Index) ?? ""));
        }

        return rows;
    }

    private static (string Minor, string Major) Discount(Dictionary<string, string> row) => (row["discount"], row["discountMajor"]);

    private static async Task<byte[]> BytesAsync(Report report)
    {
        using var stream = new MemoryStream();
        await ReportCsv.WriteAsync(stream, report, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }
}
