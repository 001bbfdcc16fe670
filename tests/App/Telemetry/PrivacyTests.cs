using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Telemetry;

/// <summary>What the demo shop and its README's walk-through make the App log and trace, searched for everybody and every code in it.</summary>
public sealed partial class PrivacyTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string CallerSpan = "b7ad6b7169203331";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 5 * 60_000)]
    public async Task Telemetry_OfTheDemoShop_NamesNobodyAndNoCodeAndKeepsTracesTogether()
    {
        await using var collector = new OtlpCollector();
        using var folder = new TempFolder("privacy");
        await using var app = await AppProcess.StartAsync(folder.Path, demo: true, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.AbsoluteUri,
        });
        var secrets = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int exit;
        try
        {
            using (var demo = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.PathOf("local/demo/demo.json"), Cancellation)))
            {
                Collect(JsonNode.Parse(demo.RootElement.GetRawText()), secrets);
            }

            foreach (Match step in CommandRegex().Matches(await File.ReadAllTextAsync(Repository.PathOf("README.md"), Cancellation)))
            {
                var command = CurlCommand.Parse(step.Groups["command"].Value);
                Collect(command.Body is null ? null : JsonNode.Parse(command.Body), secrets);
                Collect(await command.SendAsync(app.Address), secrets);
            }

            await ProvokeAsync(app, secrets);
            await DecidedAsync(app, "traced-1");
        }
        finally
        {
            // Its own end sends what was measured, and stops the Azurite that it started.
            app.Terminate();
            exit = await app.ExitAsync();
        }

        Assert.Equal(0, exit);
        var logged = string.Join('\n', app.Said.Split('\n').Where(line => LogLineRegex().IsMatch(line)));
        Assert.Contains("A claim was decided", logged, StringComparison.Ordinal);
        var spoken = collector.Texts;
        Assert.Contains("promofunctions.redemptions", spoken, StringComparison.Ordinal);
        Assert.Contains("promofunctions.lane.batch.size", spoken, StringComparison.Ordinal);
        Assert.True(secrets.Count > 40, $"Only {secrets.Count} secrets were collected.");
        Assert.Equal([], [.. secrets.Where(secret => Says(logged, secret))]);
        Assert.Equal([], [.. secrets.Where(secret => Says(spoken, secret))]);
        AssertOneTrace([.. collector.Spans.Where(span => span.TraceId == Trace)]);
    }

    /// <summary>The claim's post, its decision and its mail are one tree below the caller's span.</summary>
    private static void AssertOneTrace(List<OtlpCollector.Span> spans)
    {
        var post = Assert.Single(spans, span => span.Name == "PostClaim");
        var process = Assert.Single(spans, span => span.Name == "ProcessClaim");
        var mail = Assert.Single(spans, span => span.Name == "SendMail");
        Assert.Equal(CallerSpan, post.ParentSpanId);
        Assert.Equal(post.SpanId, process.ParentSpanId);
        Assert.Equal(process.SpanId, mail.ParentSpanId);
    }

    /// <summary>What goes wrong is logged as well: rubbish, unknown codes, values in addresses, claims that cannot be read.</summary>
    private static async Task ProvokeAsync(AppProcess app, HashSet<string> secrets)
    {
        string[] invented = ["ZEBRAFISH77", "quentin@example.org", "Quentin", "Wolpertinger"];
        secrets.UnionWith(invented);
        await SendAsync(app.Storefront, "codes/validate", """{"codes":["ZEBRAFISH77"],"customer":{"email":"quentin@example.org","firstName":"Quentin"},"cart":{"currency":"EUR","channel":"web","lines":[{"id":"1","sku":"A","quantity":1,"unitPrice":1}]}}""");
        await SendAsync(app.Storefront, "codes/validate", """{"codes":["ZEBRAFISH77"],"customer":"Quentin Wolpertinger",""");
        await app.Storefront.GetAsync("codes/ZEBRAFISH77/terms");
        await app.Helpdesk.GetAsync("customers/quentin%40example.org/history");
        await app.Helpdesk.SendAsync(HttpMethod.Delete, "customers/quentin%40example.org", null);
        await SendAsync(app.Marketing, "codes/ZEBRAFISH77/status", """{"status":"voided"}""");
        await app.As(null).GetAsync("unsubscribe/Quentin.Wolpertinger");
        await SendAsync(app.Master, "/local/servicebus/claims/messages", "Quentin Wolpertinger says {");
        await SendAsync(app.Master, "/local/servicebus/mail/messages", """{"mail":"quentin@example.org"}""");
        using var claim = new StringContent("""{"claimId":"traced-1","kind":"complaint","currency":"EUR","customer":{"email":"quentin@example.org","firstName":"Quentin"},"contact":{"channel":"mail","agent":"lee","reference":"t","summary":"Wolpertinger is unhappy"}}""");
        (await app.Helpdesk.SendAsync(HttpMethod.Post, "claims", claim, ("traceparent", $"00-{Trace}-{CallerSpan}-01"))).MustBe(202);
    }

    private static async Task SendAsync(Caller caller, string path, string body)
    {
        using var content = new StringContent(body);
        await caller.SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>Waits until a claim is decided and its mail is sent.</summary>
    private static async Task DecidedAsync(AppProcess app, string claimId)
    {
        while ((await app.Helpdesk.GetAsync($"claims/{claimId}")).TextOf("status") == "queued" || !await MailedAsync(app))
        {
            await Task.Delay(100, Cancellation);
        }
    }

    private static async Task<bool> MailedAsync(AppProcess app) =>
        (await app.Master.GetAsync("/local/mail", ("Accept", "application/json"))).Text.Contains("quentin@example.org", StringComparison.Ordinal);

    /// <summary>Every e-mail, name and code, what was sent and what came back.</summary>
    private static void Collect(JsonNode? node, HashSet<string> secrets)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, secrets);
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (name is "email" or "firstName" or "summary" && value is JsonValue text)
                    {
                        secrets.Add(text.ToString());
                    }
                    else if (name is "code" && value is JsonValue code && CodeRegex().IsMatch(code.ToString()))
                    {
                        secrets.Add(code.ToString());
                    }
                    else if (name is "codes" && value is JsonArray codes)
                    {
                        secrets.UnionWith(codes.OfType<JsonValue>().Select(item => item.ToString()));
                    }

                    Collect(value, secrets);
                }

                break;
            default:
                break;
        }
    }

    private static bool Says(string text, string secret) => Regex.IsMatch(text, $@"(?<![A-Za-z0-9]){Regex.Escape(secret)}(?![A-Za-z0-9])", RegexOptions.IgnoreCase);

    [GeneratedRegex("```sh\\n(?<command>curl -s [^\\n|$]*)\\n```")]
    private static partial Regex CommandRegex();

    [GeneratedRegex(@"\b(trce|dbug|info|warn|fail|crit): ")]
    private static partial Regex LogLineRegex();

    [GeneratedRegex("^[A-Z0-9-]{4,}$")]
    private static partial Regex CodeRegex();
}
