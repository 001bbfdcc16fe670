using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PromoFunctions.Tests.Support;

namespace Microsoft.Azure.Functions.Worker.Runtime.Demo.Tests;

public sealed class DemoShopTests : IAsyncDisposable
{
    private const string Probe = """{"title":"The probe","as":"marketing","method":"GET","path":"/api/campaigns?limit=1"}""";

    private readonly TempFolder folder = new("demo");
    private readonly ConcurrentQueue<(string Line, string Key, string Body)> asked = [];
    private readonly StringWriter log = new();
    private WebApplication? app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await log.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task LoadIfEmptyAsync_EmptyStore_SendsEverythingInOrderWithItsKeys()
    {
        await LoadAsync(
            """{"title":"One","as":"marketing","method":"PUT","path":"/api/campaigns/a","body":{"name":"A"}},{"title":"Two","as":"helpdesk","method":"POST","path":"/api/claims"}""",
            _ => (200, """{"items":[]}"""));
        Assert.Equal(
            [("GET /api/campaigns?limit=1", "marketing-local", ""), ("PUT /api/campaigns/a", "marketing-local", """{"name":"A"}"""), ("POST /api/claims", "helpdesk-local", "")],
            asked);
        Assert.Equal("The store was empty; the demo shop is loaded.", log.ToString().Trim());
    }

    [Fact]
    public async Task LoadIfEmptyAsync_StoreWithACampaign_SendsNothing()
    {
        await LoadAsync("""{"title":"One","as":"marketing","method":"PUT","path":"/api/campaigns/a"}""", _ => (200, """{"items":[{}],"next":null}"""));
        Assert.Single(asked);
        Assert.Equal("", log.ToString());
    }

    [Fact]
    public async Task LoadIfEmptyAsync_ProbeRefused_SaysWhyAndSendsNothing()
    {
        await LoadAsync("""{"title":"One","as":"marketing","method":"PUT","path":"/api/campaigns/a"}""", _ => (401, ""));
        Assert.Single(asked);
        Assert.Equal("The demo shop was not loaded: The probe failed: the answer was 401.", log.ToString().Trim());
    }

    [Fact]
    public async Task LoadIfEmptyAsync_ARequestFails_NamesItAndGoesOn()
    {
        await LoadAsync(
            """{"title":"The bad one","as":"marketing","method":"PUT","path":"/bad"},{"title":"The old one","as":"marketing","method":"POST","path":"/old","acceptable":[409]},{"title":"The good one","as":"marketing","method":"PUT","path":"/good"}""",
            path => path switch
            {
                "/bad" => (422, """{"title":"Refused","status":422,"detail":"The name is too long."}"""),
                "/old" => (409, """{"detail":"It exists."}"""),
                _ => (200, "{}"),
            });
        Assert.Equal(4, asked.Count);
        Assert.Equal(
            ["Demo shop: The bad one failed: 422, The name is too long.", "The store was empty; the demo shop is loaded except for 1 of 3 requests."],
            log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task LoadIfEmptyAsync_ServerBusyAtFirst_AsksAgain()
    {
        int calls = 0;
        await LoadAsync("", _ => Interlocked.Increment(ref calls) == 1 ? (503, "") : (200, """{"items":[{}]}"""));
        Assert.Equal(2, asked.Count);
        Assert.Equal("", log.ToString());
    }

    [Fact]
    public async Task LoadIfEmptyAsync_UnreadableFile_SaysSo()
    {
        await DemoShop.LoadIfEmptyAsync(new Uri("http://127.0.0.1:1"), folder.Combine("none.json"), log, Cancel);
        Assert.StartsWith("The demo shop was not loaded: ", log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{now}}", "2026-11-20T22:00:00Z")]
    [InlineData("{{now-3d}}", "2026-11-17T22:00:00Z")]
    [InlineData("{{now+12h}}", "2026-11-21T10:00:00Z")]
    [InlineData("{{now-90m}}", "2026-11-20T20:30:00Z")]
    [InlineData("{{now-3w}}", "{{now-3w}}")]
    public void Parse_AnInstant_CountsFromTheBeginningOfTheHour(string text, string expected)
    {
        DemoFile file = DemoFile.Parse(
            $$$"""{"probe":{{{Probe}}},"requests":[{"title":"t","as":"a","method":"GET","path":"/","body":{"at":"{{{text}}}"}}]}""",
            new DateTimeOffset(2026, 11, 20, 23, 44, 55, TimeSpan.FromHours(1)));
        Assert.Equal(expected, file.Requests[0].Body?.GetProperty("at").GetString());
    }

    [Fact]
    public void Parse_TheDemoShop_HasOnlyRequestsThatCanBeRepeated()
    {
        string root = typeof(DemoShop).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "";
        string text = File.ReadAllText(Path.Combine(root, "local", "demo", "demo.json"));
        DemoFile file = DemoFile.Parse(text, DateTimeOffset.UtcNow);
        Assert.All(file.Requests, request =>
        {
            Assert.NotEmpty(request.Title);
            Assert.Contains(request.As, (string[])["storefront", "helpdesk", "finance", "marketing", "manager"]);
            JsonElement body = Assert.NotNull(request.Body);
            Assert.DoesNotContain("{{", body.GetRawText(), StringComparison.Ordinal);
            Assert.True(
                request.Method == "PUT"
                || request.Path == "/api/codes/validate"
                || body.TryGetProperty("orderId", out _)
                || body.TryGetProperty("claimId", out _)
                || request.Acceptable?.Contains(409) == true,
                string.Create(CultureInfo.InvariantCulture, $"{request.Title} would do its work twice."));
        });
    }

    private async Task LoadAsync(string requests, Func<string, (int Status, string Body)> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string path = context.Request.Path + context.Request.QueryString;
            asked.Enqueue(($"{context.Request.Method} {path}", $"{context.Request.Headers["x-functions-key"]}", await reader.ReadToEndAsync(Cancel)));
            (int status, string body) = answer(path);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body, Cancel);
        });
        await app.StartAsync(Cancel);
        string file = folder.Combine("demo.json");
        await File.WriteAllTextAsync(file, $$"""{"probe":{{Probe}},"requests":[{{requests}}]}""", Cancel);
        await DemoShop.LoadIfEmptyAsync(new Uri(app.Urls.Single()), file, log, Cancel);
    }
}
