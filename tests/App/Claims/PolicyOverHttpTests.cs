using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>The policy of two Apps on a store of their own: every version that comes into force here decides here alone.</summary>
public sealed class PolicyOverHttpTests(PolicyOverHttpTests.TwoApps apps) : IClassFixture<PolicyOverHttpTests.TwoApps>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Caller Manager => apps.First.As("manager-local");

    [Fact]
    public async Task Put_OfAPolicy_IsObeyedByEveryAppAtOnceAndThePastStands()
    {
        await PutAsync(Written());
        var (_, code, _) = await Sample.GivenCampaignAsync(apps.First);
        var before = await DecidedAsync(apps.First, code);
        Assert.Equal(("approved", "valid-at-order-time"), Outcome(before));

        // Each claim is on an order of yesterday.
        var put = await PutAsync(Window(0));
        var version = VersionOf(put);
        Assert.Equal($"\"{version}\"", put.Headers["ETag"]);
        Assert.Equal(0, put.Json["policy"]?["thresholds"]?["claimWindowDays"]?.GetValue<int>());
        Assert.Equal(Enumerable.Range(1, version).Reverse(), (put.Json["versions"]?.AsArray() ?? []).Select(entry => entry?["version"]?.GetValue<int>() ?? 0));
        foreach (var app in new[] { apps.Second, apps.First, apps.Second })
        {
            var after = await DecidedAsync(app, code);
            Assert.Equal(("denied", "outside-claim-window"), Outcome(after));
            Assert.Equal(version, after.Json["decision"]?["policyVersion"]?.GetValue<int>());
        }

        Assert.Equal(put.Json["policy"]?.ToJsonString(), (await apps.Second.Helpdesk.GetAsync("policy")).MustBe(200).Json["policy"]?.ToJsonString());
        Assert.Equal(14, (await Manager.GetAsync("policy?version=1")).MustBe(200).Json["policy"]?["thresholds"]?["claimWindowDays"]?.GetValue<int>());
        Assert.Equal(before.Json["decision"]?.ToJsonString(), (await ClaimAsync(apps.Second, before.TextOf("claimId"))).Json["decision"]?.ToJsonString());

        Assert.Equal(version + 1, VersionOf(await PutAsync(Written())));
        Assert.Equal("approved", Outcome(await DecidedAsync(apps.Second, code)).Outcome);
    }

    [Fact]
    public async Task Put_WithIfMatch_IsTakenForTheVersionInForceAlone()
    {
        var current = (await Manager.GetAsync("policy")).MustBe(200).Headers["ETag"];

        (await Manager.PutAsync("policy", Written(), ("If-Match", "\"1000000\""))).MustBeProblem(412);
        (await Manager.PutAsync("policy", Written(), ("If-Match", "\"none\""))).MustBeProblem(412);
        var put = (await Manager.PutAsync("policy", Written(), ("If-Match", current))).MustBe(200);
        (await Manager.PutAsync("policy", Written(), ("If-Match", current))).MustBeProblem(412);
        (await Manager.PutAsync("policy", Written(), ("If-Match", "*"))).MustBe(200);

        Assert.Equal(VersionOf(put) + 1, VersionOf(await Manager.GetAsync("policy")));
    }

    [Fact]
    public async Task Put_ByManyAtBoth_GivesEachAVersionOfItsOwn()
    {
        var first = VersionOf(await Manager.GetAsync("policy"));

        var versions = await Task.WhenAll(Enumerable.Range(1, 12).Select(async days =>
            (Days: days, Version: VersionOf((await (days % 2 == 0 ? apps.First : apps.Second).As("manager-local").PutAsync("policy", Window(days))).MustBe(200)))));

        Assert.Equal(Enumerable.Range(first + 1, 12), versions.Select(version => version.Version).Order());
        foreach (var (days, version) in versions)
        {
            Assert.Equal(days, (await Manager.GetAsync($"policy?version={version}")).MustBe(200).Json["policy"]?["thresholds"]?["claimWindowDays"]?.GetValue<int>());
        }
    }

    [Fact]
    public async Task Put_AsGetShowsIt_IsTakenToo()
    {
        var shown = (await Manager.GetAsync("policy?version=1")).MustBe(200).Json["policy"]?.DeepClone();

        var put = (await Manager.PutAsync("policy", new JsonObject { ["policy"] = shown })).MustBe(200);

        Assert.Equal(WrittenPolicy.First.Policy.ToText(), put.Json["policy"]?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Put_OfABadPolicy_IsRefusedWithEveryPlaceAndChangesNothing()
    {
        var current = VersionOf(await Manager.GetAsync("policy"));
        var bad = Written();
        bad["rules"] = JsonNode.Parse("""
            [ { "rule": "a", "all": [ { "fact": "mood", "is": true } ], "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" },
              { "rule": "b", "all": [ { "fact": "amount", "atLeast": "hugeAmount" } ], "outcome": "denied", "remedies": ["cake"], "reply": "not-granted" } ]
            """);
        var unreached = Written();
        unreached["rules"] = JsonNode.Parse("""
            [ { "rule": "a", "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" },
              { "rule": "b", "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" } ]
            """);
        var open = Written();
        open["rules"] = JsonNode.Parse("""[ { "rule": "a", "all": [ { "fact": "limitLeft", "is": true } ], "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" } ]""");

        Assert.Equal(
            ["/rules/0/all/0/fact", "/rules/1/all/0/atLeast", "/rules/1/remedies/0"],
            (await Manager.PutAsync("policy", bad)).MustBeProblem(400).Places.Order(StringComparer.Ordinal));
        Assert.Equal(["/rules/1"], (await Manager.PutAsync("policy", unreached)).MustBeProblem(400).Places);
        Assert.Equal(["/rules/0"], (await Manager.PutAsync("policy", open)).MustBeProblem(400).Places);
        Assert.Equal(["/policy/rules/1"], (await Manager.PutAsync("policy", new JsonObject { ["policy"] = unreached.DeepClone() })).MustBeProblem(400).Places);
        Assert.Equal(["/rules", "/thresholds"], (await Manager.PutAsync("policy", new JsonObject())).MustBeProblem(400).Places.Order(StringComparer.Ordinal));
        (await apps.First.Helpdesk.PutAsync("policy", Written())).MustBeProblem(401);
        Assert.Equal(current, VersionOf(await Manager.GetAsync("policy")));
    }

    [Theory]
    [InlineData("1000000", 404)]
    [InlineData("0", 400)]
    [InlineData("-1", 400)]
    [InlineData("new", 400)]
    [InlineData("99999999999", 400)]
    public async Task Get_OfAVersionThatIsNone_IsRefused(string version, int status) =>
        (await Manager.GetAsync($"policy?version={version}")).MustBeProblem(status);

    [Fact]
    public async Task Backtest_OfAStricterPolicy_TellsWhoWouldLoseWhatAndChangesNothing()
    {
        await PutAsync(Written());
        var (_, code, _) = await Sample.GivenCampaignAsync(apps.First);
        var claims = new List<Reply>();
        for (var i = 0; i < 3; i++)
        {
            claims.Add(await DecidedAsync(apps.First, code));
        }

        var version = VersionOf(await Manager.GetAsync("policy"));
        var body = Tried(Window(0), claims);

        var whole = (await Manager.PostAsync("policy/backtest", body)).MustBe(200).Json;

        Assert.Equal((3, 0, 3), (whole["compared"]?.GetValue<int>(), whole["undecided"]?.GetValue<int>(), whole["changedCount"]?.GetValue<int>()));
        Assert.StartsWith("""[{"currency":"EUR","compared":3,"changed":3,"before":1500,"after":0,"difference":-1500""", whole["cost"]?.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""[{"was":"approved","would":"denied","claims":3}]""", whole["outcomes"]?.ToJsonString());
        Assert.Equal(claims.Select(claim => claim.TextOf("claimId")).Reverse(), Ids(whole));
        Assert.Null(whole["next"]);
        var first = whole["changed"]?[0] ?? new JsonObject();
        Assert.Equal(("approved", "valid-at-order-time", 500), Side(first["was"]));
        Assert.Equal(("denied", "outside-claim-window", 0), Side(first["would"]));
        Assert.Equal((version, -500, "EUR", "missed-code"), (first["policyVersion"]?.GetValue<int>() ?? 0, first["difference"]?.GetValue<int>() ?? 0, first["currency"]?.GetValue<string>(), first["kind"]?.GetValue<string>()));

        // Page by page: the same claims, the figures of all with the first.
        var page = (await Manager.PostAsync("policy/backtest?limit=2", body)).MustBe(200).Json;
        Assert.Equal(3, page["changedCount"]?.GetValue<int>());
        var rest = (await Manager.PostAsync($"policy/backtest?limit=2&next={page["next"]}", body)).MustBe(200).Json;
        Assert.Equal(Ids(whole), [.. Ids(page), .. Ids(rest)]);
        Assert.Null(rest["next"]);
        Assert.Null(rest["cost"]);

        Assert.Equal(version, VersionOf(await Manager.GetAsync("policy")));
        foreach (var claim in claims)
        {
            Assert.Equal(claim.Json["decision"]?.ToJsonString(), (await ClaimAsync(apps.First, claim.TextOf("claimId"))).Json["decision"]?.ToJsonString());
        }
    }

    [Fact]
    public async Task Backtest_OfThePolicyInForce_ChangesNobody()
    {
        await PutAsync(Written());
        var (_, code, _) = await Sample.GivenCampaignAsync(apps.First);
        var claim = await DecidedAsync(apps.First, code);

        var answer = (await Manager.PostAsync("policy/backtest", Tried(Written(), [claim]))).MustBe(200).Json;

        Assert.Equal((1, 0), (answer["compared"]?.GetValue<int>(), answer["changedCount"]?.GetValue<int>()));
        Assert.Empty(answer["changed"]?.AsArray() ?? [1]);
        Assert.Equal(0, answer["cost"]?[0]?["difference"]?.GetValue<int>());
    }

    [Fact]
    public async Task Backtest_WithSomethingWrong_NamesThePlace()
    {
        var body = new JsonObject { ["policy"] = Written(), ["from"] = "2026-02-01T00:00:00Z", ["to"] = "2026-02-01T00:00:00Z" };
        Assert.Equal(["/to"], (await Manager.PostAsync("policy/backtest", body)).MustBeProblem(400).Places);
        (body["policy"] ?? new JsonObject())["rules"] = new JsonArray();
        body["to"] = "2026-03-01T00:00:00Z";
        Assert.Equal(["/policy/rules"], (await Manager.PostAsync("policy/backtest", body)).MustBeProblem(400).Places);
        body["policy"] = Written();
        Assert.Equal(["limit"], (await Manager.PostAsync("policy/backtest?limit=1001", body)).MustBeProblem(400).Places);
        Assert.Equal(["next"], (await Manager.PostAsync("policy/backtest?next=x", body)).MustBeProblem(400).Places);
        (await apps.First.Helpdesk.PostAsync("policy/backtest", body)).MustBeProblem(401);
    }

    private static JsonObject Written() => JsonNode.Parse(WrittenPolicy.First.Policy.ToText())?.AsObject() ?? throw new InvalidOperationException();

    private static JsonObject Window(int days)
    {
        var policy = Written();
        (policy["thresholds"] ?? new JsonObject())["claimWindowDays"] = days;
        return policy;
    }

    /// <summary>A policy to be tried on exactly these claims, which came in one after the other.</summary>
    private static JsonObject Tried(JsonObject policy, List<Reply> claims) => new()
    {
        ["policy"] = policy,
        ["from"] = claims[0].TextOf("receivedAt"),
        ["to"] = Sample.Instant(DateTimeOffset.Parse(claims[^1].TextOf("receivedAt"), CultureInfo.InvariantCulture).AddTicks(1)),
    };

    private static IEnumerable<string> Ids(JsonObject answer) => (answer["changed"]?.AsArray() ?? []).Select(claim => claim?["claimId"]?.GetValue<string>() ?? "");

    private static (string? Outcome, string? Rule, int? Amount) Side(JsonNode? side) =>
        (side?["outcome"]?.GetValue<string>(), side?["rule"]?.GetValue<string>(), side?["amount"]?.GetValue<int>());

    private static int VersionOf(Reply reply) => reply.MustBe(200).Json["version"]?.GetValue<int>() ?? 0;

    private static (string Outcome, string? Rule) Outcome(Reply claim) => (claim.TextOf("status"), claim.Json["decision"]?["rule"]?.GetValue<string>());

    private static async Task<Reply> ClaimAsync(AppProcess app, string id) => (await app.Helpdesk.GetAsync($"claims/{id}")).MustBe(200);

    private static async Task<Reply> DecidedAsync(AppProcess app, string code)
    {
        var id = (await app.Helpdesk.PostAsync("claims", Sample.Claim(code))).MustBe(202).TextOf("claimId");
        while (true)
        {
            var claim = await ClaimAsync(app, id);
            if (claim.TextOf("status") != "queued")
            {
                return claim;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    private async Task<Reply> PutAsync(JsonObject policy) => (await Manager.PutAsync("policy", policy)).MustBe(200);

    /// <summary>Two Apps on one store.</summary>
    public sealed class TwoApps : IAsyncLifetime
    {
        private readonly AzuriteFixture _azurite = new();
        private AppProcess? _first;
        private AppProcess? _second;

        internal AppProcess First => _first ?? throw new InvalidOperationException("The App does not run yet.");

        internal AppProcess Second => _second ?? throw new InvalidOperationException("The App does not run yet.");

        public async ValueTask InitializeAsync()
        {
            await _azurite.InitializeAsync();
            _first = await AppProcess.StartAsync(_azurite.DataDirectory);
            _second = await AppProcess.StartAsync(_azurite.DataDirectory);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var app in new[] { _first, _second }.OfType<AppProcess>())
            {
                await app.DisposeAsync();
            }

            // Whichever version decided a claim decides it so again.
            var tables = new PromoTables(new(_azurite.ConnectionString), new(_azurite.ConnectionString));
            var held = await Replay.AllAsync(new TableClaimStore(tables), new TablePolicyStore(tables), null, Cancellation);
            await _azurite.DisposeAsync();
            Assert.NotEqual(0, held);
        }
    }
}
