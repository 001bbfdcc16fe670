using System.Net.Http.Headers;
using PromoFunctions.App.Tests.Reports.Papers;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Reports;

[Collection(nameof(Shop))]
public sealed class GetReportTests(Shop shop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_AsAPage_RunsNothingAndIsKeptNowhere()
    {
        using var response = await GetAsync("", "text/html,*/*;q=0.8", "de");

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("<html lang=\"de\">", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["Accept", "Accept-Language"], response.Headers.Vary);
    }

    [Fact]
    public async Task Report_AsCsv_IsAFileThatBeatsTheHeader()
    {
        using var response = await GetAsync("?format=csv", "text/html", "en");

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"report-daily-{Today}.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var rows = ReportCsvTests.Read(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("books", rows[^1]["section"]);
        Assert.All(rows, row => Assert.Equal(Today, row["period"]));
    }

    [Fact]
    public async Task Report_ForAProgram_IsJsonWhateverElseItTakes()
    {
        using var response = await GetAsync("", "image/png", "en");

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        (await shop.App.As("finance-local").GetAsync($"reports/daily/{Today}?format=pdf")).MustBeProblem(400);
    }

    private static string Today => FinanceDesk.Berlin.DayOf(DateTimeOffset.UtcNow);

    private async Task<HttpResponseMessage> GetAsync(string query, string accept, string language)
    {
        using var client = new HttpClient { BaseAddress = shop.App.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", "finance-local");
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        client.DefaultRequestHeaders.AcceptLanguage.Add(StringWithQualityHeaderValue.Parse(language));
        var response = await client.GetAsync(new Uri($"/api/reports/daily/{Today}{query}", UriKind.Relative), Token);
        Assert.Equal(200, (int)response.StatusCode);
        return response;
    }
}
