using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Http;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Preferences;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.OpenApi;

/// <summary>The running service answers as its own document says: status, media type and body of a good and a bad request of every function.</summary>
public sealed partial class LiveApiTests
{
    private const string Nobody = "none";

    /// <summary>Without a key and without a way to be refused from outside: health and the document itself.</summary>
    private static readonly string[] NeverRefused = ["GetHealth", "GetOpenApi"];

    [Fact]
    public async Task Service_EachFunction_AnswersAsDescribed()
    {
        using var folder = new TempFolder("openapi");
        await using var app = await AppProcess.StartAsync(folder.Path, demo: true);
        try
        {
            var document = (await app.As(null).GetAsync("openapi.json")).MustBe(200).Json;
            var contract = new ApiContract(document);

            await RefuseWithoutKeyAsync(app, contract);
            foreach (var name in Endpoint.Names)
            {
                await SendBodiesAsync(app, contract, name.Data);
            }

            await SendRestAsync(app, contract);

            Assert.Equal([], contract.Operations.Keys.Except(contract.Good).Order());
            Assert.Equal([], contract.Operations.Keys.Except(contract.Bad).Except(NeverRefused).Order());
        }
        finally
        {
            app.Terminate();
            await app.ExitAsync();
        }
    }

    private static async Task RefuseWithoutKeyAsync(AppProcess app, ApiContract contract)
    {
        foreach (var (path, method, _) in contract.Operations.Values.Where(operation => operation.Said["security"] is not null))
        {
            var address = PlaceRegex().Replace(path, Nobody);
            var verb = new HttpMethod(method.ToUpperInvariant());
            contract.Hold(verb, address, (await app.As(null).SendAsync(verb, address, null)).MustBe(401));
        }
    }

    private static async Task SendBodiesAsync(AppProcess app, ApiContract contract, string name)
    {
        var endpoint = await Endpoint.OfAsync(name, app);
        var body = endpoint.Body();
        var said = contract.Operations[contract.OperationOf(endpoint.Method, "/api/" + endpoint.Path)].Said;
        var schema = said["requestBody"]?["content"]?["application/json"]?["schema"];
        Assert.Empty(contract.Check.Wrong(body, schema, name));

        // A member too many in every object: what is said to be known there must be what the schema has there.
        var strange = body.DeepClone();
        StrangeMembers.AddTo(strange);
        var refused = (await endpoint.SendAsync(Encoding.UTF8.GetBytes(strange.ToJsonString()))).MustBeProblem(400);
        contract.Hold(endpoint.Method, endpoint.Path, refused);
        var compared = 0;
        foreach (var (pointer, sentences) in refused.Json["errors"]?.AsObject() ?? [])
        {
            if (pointer.EndsWith("/" + StrangeMembers.Name, StringComparison.Ordinal) && sentences?[0]?.GetValue<string>().Split("known are ") is [_, var known])
            {
                var there = StrangeMembers.KnownAt(contract.Check, schema, body, pointer[..^3]);
                Assert.True(there.SetEquals(known.TrimEnd('.').Split(", ")), $"{name}{pointer}: the schema has {string.Join(", ", there)}; {sentences}");
                compared++;
            }
        }

        Assert.True(compared > 0, $"{name}: {refused}");

        contract.Hold(endpoint.Method, endpoint.Path, await endpoint.SendAsync(Encoding.UTF8.GetBytes(body.ToJsonString())));
    }

    /// <summary>What needs no body of much, or is not among the endpoints that are mutated.</summary>
    private static async Task SendRestAsync(AppProcess app, ApiContract contract)
    {
        var manager = app.As("manager-local");
        var finance = app.As("finance-local");
        var (campaign, code, _) = await Sample.GivenCampaignAsync(app);
        await AskAsync(app.As(null), HttpMethod.Get, "health");
        await AskAsync(app.As(null), HttpMethod.Get, "openapi.json");
        await AskAsync(app.Storefront, HttpMethod.Get, $"codes/{code}/terms");
        await AskAsync(app.Storefront, HttpMethod.Get, "codes/NOSUCHCODE/terms");
        await AskAsync(app.Storefront, HttpMethod.Post, "codes/ask", new JsonObject { ["question"] = "Can I use it in the web shop?", ["code"] = code, ["cart"] = Sample.Cart(), ["customer"] = Sample.Customer("c-9") });
        await AskAsync(app.Storefront, HttpMethod.Post, "codes/ask", new JsonObject { ["question"] = "Do you sell umbrellas?" });
        await AskAsync(app.Storefront, HttpMethod.Post, "codes/ask", new JsonObject { ["question"] = 1, ["zz"] = 1 });
        await AskAsync(app.Storefront, HttpMethod.Post, "redemptions", Sample.Redemption("NOSUCHCODE"));

        var order = Sample.NewId("o");
        var redeemed = (await AskAsync(app.Storefront, HttpMethod.Post, "redemptions", Sample.Redemption(code, order))).TextOf("redemptionId");
        await AskAsync(app.Storefront, HttpMethod.Get, "redemptions?orderId=" + order);
        await AskAsync(app.Storefront, HttpMethod.Get, "redemptions?orderId=" + Nobody);
        await AskAsync(app.Helpdesk, HttpMethod.Get, "redemptions/" + redeemed);
        await AskAsync(app.Helpdesk, HttpMethod.Get, "redemptions/" + Nobody);
        foreach (var ending in new[] { "confirm", "release" })
        {
            var held = Sample.Redemption(code);
            held["mode"] = "hold";
            var hold = (await AskAsync(app.Storefront, HttpMethod.Post, "redemptions", held)).TextOf("redemptionId");
            await AskAsync(app.Storefront, HttpMethod.Post, $"redemptions/{hold}/{ending}");
            await AskAsync(app.Storefront, HttpMethod.Post, $"redemptions/{Nobody}/{ending}");
        }

        await AskAsync(app.Marketing, HttpMethod.Get, "campaigns/" + campaign);
        await AskAsync(app.Marketing, HttpMethod.Get, "campaigns/summer-tea");
        await AskAsync(app.Marketing, HttpMethod.Get, "campaigns/" + Nobody);
        await AskAsync(finance, HttpMethod.Get, "campaigns?limit=1000");
        await AskAsync(finance, HttpMethod.Get, "campaigns?limit=0");
        foreach (var csv in new[] { $"code,kind,customerId,email,expiresAt\n{Sample.NewCode()},public,,,\n", "nonsense" })
        {
            using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
            var path = $"campaigns/{campaign}/codes/import";
            contract.Hold(HttpMethod.Post, path, await app.Marketing.SendAsync(HttpMethod.Post, path, content));
        }

        await AskAsync(app.Marketing, HttpMethod.Get, $"campaigns/{campaign}/codes.csv");
        await AskAsync(app.Marketing, HttpMethod.Get, $"campaigns/{Nobody}/codes.csv");
        await AskAsync(app.Marketing, HttpMethod.Post, $"codes/{code}/status", new JsonObject { ["status"] = "paused" });
        await AskAsync(app.Marketing, HttpMethod.Post, $"codes/{code}/status", new JsonObject { ["status"] = "asleep" });
        await AskAsync(app.Marketing, HttpMethod.Get, "inventory?limit=1000");
        await AskAsync(app.Marketing, HttpMethod.Get, "inventory?status=asleep");

        // One that cannot be processed, to be sent again; and the demo's, which are decided moments after they were loaded.
        using (var rubbish = new StringContent("""{ "claimId": "bad-1" }""", Encoding.UTF8, "application/json"))
        {
            Assert.Equal(201, (await app.Master.SendAsync(HttpMethod.Post, "/local/servicebus/claims/messages", rubbish)).Status);
        }

        foreach (var (claim, status) in new[] { ("bad-1", "failed"), ("demo-missed", "approved") })
        {
            while (await app.Helpdesk.GetAsync("claims/" + claim) is { } seen && (seen.Status != 200 || seen.TextOf("status") != status))
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            await AskAsync(app.Helpdesk, HttpMethod.Get, "claims/" + claim);
            await AskAsync(app.Helpdesk, HttpMethod.Post, $"claims/{claim}/resubmit");
        }

        await AskAsync(app.Helpdesk, HttpMethod.Get, "claims/" + Nobody);
        await AskAsync(app.Helpdesk, HttpMethod.Get, "claims?limit=1000");
        await AskAsync(app.Helpdesk, HttpMethod.Get, "claims?status=asleep");
        await AskAsync(app.Helpdesk, HttpMethod.Get, "customers/sara@example.com/history");
        await AskAsync(app.Helpdesk, HttpMethod.Get, "customers/kim@example.com/history");
        await AskAsync(app.Helpdesk, HttpMethod.Get, "customers/kim@example.com/history?limit=0");
        await AskAsync(app.Helpdesk, HttpMethod.Delete, "customers/kim@example.com");
        await AskAsync(app.Helpdesk, HttpMethod.Delete, "customers/" + new string('x', 300));

        var policy = (await AskAsync(app.Helpdesk, HttpMethod.Get, "policy")).Json["policy"];
        await AskAsync(app.Helpdesk, HttpMethod.Get, "policy?version=0");
        await AskAsync(manager, HttpMethod.Put, "policy", policy?.DeepClone());
        await AskAsync(manager, HttpMethod.Put, "policy", new JsonObject { ["policy"] = new JsonObject() });

        var listed = (await AskAsync(finance, HttpMethod.Get, "reports?limit=10")).Json["items"]?[0];
        await AskAsync(finance, HttpMethod.Get, "reports?limit=0");
        await AskAsync(finance, HttpMethod.Get, $"reports/{listed?["kind"]}/{listed?["period"]}");
        await AskAsync(finance, HttpMethod.Get, $"reports/{listed?["kind"]}/{listed?["period"]}?format=csv");
        await AskAsync(finance, HttpMethod.Get, $"reports/{listed?["kind"]}/{listed?["period"]}?format=html");
        await AskAsync(finance, HttpMethod.Get, $"reports/{listed?["kind"]}/{listed?["period"]}?format=pdf");
        await AskAsync(finance, HttpMethod.Get, "reports/daily/tomorrow");

        var link = new UnsubscribeLinks("local-development-only"u8, "http://localhost:7071")
            .Of(new CustomerKeys("local-development-only"u8.ToArray()).Of(Customer.Unknown with { Email = "lee@example.com" }) ?? throw new InvalidOperationException());
        foreach (var token in new[] { link.ToString().Split('/')[^1], "nonsense" })
        {
            await AskAsync(app.As(null), HttpMethod.Get, "unsubscribe/" + token);
            await AskAsync(app.As(null), HttpMethod.Post, "unsubscribe/" + token);
        }

        async Task<Reply> AskAsync(Caller caller, HttpMethod method, string path, JsonNode? body = null)
        {
            using var content = body is null ? null : Caller.Bytes(Encoding.UTF8.GetBytes(body.ToJsonString()));
            var reply = await caller.SendAsync(method, path, content);
            contract.Hold(method, path, reply);
            return reply;
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex PlaceRegex();
}
