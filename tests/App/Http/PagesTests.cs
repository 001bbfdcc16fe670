using System.Globalization;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Every HTML page there is, the runtime's own too: nothing runs in it, frames it, guesses its type, keeps it or learns its address.</summary>
[Collection(nameof(Shop))]
public sealed class PagesTests(Shop shop)
{
    [Theory]
    [InlineData("/local", 200)]
    [InlineData("/local/mail", 200)]
    [InlineData("/api/unsubscribe/nonsense", 404)]
    [InlineData("/api/reports/daily/{day}?format=html", 200)]
    [InlineData("/api/reports/weekly/{week}?format=html", 200)]
    public async Task Page_OfAnyKind_IsGuarded(string path, int status)
    {
        // Today may have ended in Berlin before it has here, and the books begin with today.
        var day = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).DateTime;
        path = path.Replace("{day}", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{week}", string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):D2}"), StringComparison.Ordinal);

        var page = (await shop.App.Master.GetAsync(path, ("Accept", "text/html"))).MustBe(status);

        Assert.Equal("text/html", page.MediaType);
        var policy = page.Headers["Content-Security-Policy"].Split(';', StringSplitOptions.TrimEntries);
        Assert.True(policy.Contains("script-src 'none'") || (policy.Contains("default-src 'none'") && !policy.Any(rule => rule.StartsWith("script-src", StringComparison.Ordinal))), string.Join("; ", policy));
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
    }
}
