using System.Text.Json.Nodes;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

public sealed class ShowReportsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_OfAnOpenDay_IsFreshAndHasEveryMember()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.Compute.RunAsync(Token);
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));

        var (status, body) = await desk.GetAsync("daily", "2026-11-20");

        Assert.Equal(200, status);
        var expected = JsonNode.Parse($$"""
            { "period": "2026-11-20", "kind": "daily", "timeZone": "Europe/Berlin", "status": "open", "computedAt": {{body["computedAt"]?.ToJsonString()}},
              "rows": [ { "campaignId": "tea", "name": "Name of tea", "goal": "clear-inventory", "currency": "EUR", "channel": "web", "redemptions": 1, "retroactive": 0,
                          "discount": 500, "orderValue": 2500, "customers": 1, "refunds": 0, "refundedDiscount": 0, "holdsExpired": 0, "adjustments": 0 } ],
              "codes": [ { "campaignId": "tea", "batch": "public", "issued": 0, "redeemed": 1, "expired": 0, "redemptionRate": null, "issuedInPeriod": 0, "redeemedInPeriod": 1 } ],
              "claims": [], "recovery": [], "recoveryDetail": [],
              "campaigns": [ { "campaignId": "tea", "name": "Name of tea", "goal": "clear-inventory", "currency": "EUR", "redemptions": 1, "discount": 500, "orderValue": 2500, "refundedDiscount": 0,
                               "issued": 0, "redeemed": 0, "redemptionRate": null } ],
              "liability": [], "summary": [ { "currency": "EUR", "discount": 500, "refundedDiscount": 0, "appeasement": 0, "leakage": 0 } ],
              "control": { "ledgerRedemptions": 1, "byCurrency": [ { "currency": "EUR", "ledgerDiscount": 500, "reportedDiscount": 500 } ], "difference": 0, "countedAt": null } }
            """);
        Assert.Equal(expected?.ToJsonString(), body.ToJsonString());
        Assert.Equal("1", (await desk.GetAsync("weekly", "2026-W47")).Body["control"]?["ledgerRedemptions"]?.ToJsonString());
        Assert.Equal("1", (await desk.GetAsync("monthly", "2026-11", "json")).Body["control"]?["ledgerRedemptions"]?.ToJsonString());
    }

    [Fact]
    public async Task Get_OfADayThatIsCounted_IsWhatStandsInTheTable()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.RunThroughAsync("2026-11-20");
        var (_, first) = await desk.GetAsync("daily", "2026-11-20");

        desk.Time.Set("2026-11-25T12:00:00Z");
        var (_, later) = await desk.GetAsync("daily", "2026-11-20");

        Assert.Equal("closed", first["status"]?.GetValue<string>());
        Assert.NotNull(first["control"]?["countedAt"]);
        Assert.Equal(first.ToJsonString(), later.ToJsonString());
    }

    [Theory]
    [InlineData("yearly", "2026", null, 404)]
    [InlineData("Daily", "2026-11-20", null, 404)]
    [InlineData("daily", "2026-11-31", null, 400)]
    [InlineData("daily", "today", null, 400)]
    [InlineData("weekly", "2026-11-20", null, 400)]
    [InlineData("daily", "2026-11-20", "xml", 400)]
    [InlineData("daily", "2026-11-21", null, 404)] // Has not begun.
    [InlineData("daily", "2026-11-18", null, 404)] // Before the books.
    [InlineData("daily", "2026-11-20", null, 200)]
    public async Task Get_OfAnyKindAndPeriod_AnswersWhatIsWrong(string kind, string period, string? format, int status)
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.Compute.RunAsync(Token);

        var (answered, body) = await desk.GetAsync(kind, period, format);

        Assert.Equal(status, answered);
        Assert.Equal(status == 400 ? format is null ? "period" : "format" : null, body["errors"]?.AsObject().Single().Key);
    }

    [Fact]
    public async Task Get_BeforeTheFirstRun_AnswersTodayAndYesterdayWithFiguresOnly()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-19T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        desk.Time.Set("2026-11-20T12:00:00Z");

        Assert.Equal(200, (await desk.GetAsync("daily", "2026-11-20")).Status);
        Assert.Equal(200, (await desk.GetAsync("daily", "2026-11-19")).Status);
        Assert.Equal(404, (await desk.GetAsync("daily", "2026-11-18")).Status);
    }

    [Fact]
    public async Task List_OfWrittenReports_IsPagedLatestFirst()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-18T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        desk.Time.Set("2026-11-19T12:00:00Z");
        await desk.RunThroughAsync("2026-11-18");

        Assert.Equal(["daily 2026-11-19 open", "daily 2026-11-18 closed", "weekly 2026-W47 open", "monthly 2026-11 open"], await ListAsync(desk, limit: 3));
        Assert.Equal(400, (await desk.Show.ListAsync(new Page(3, "nonsense"), Token)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task List_WhenTheLatestRunWasYesterdays_HasTodayOnceOnAnyPage(int limit)
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-19T12:00:00Z");
        Assert.Equal(["daily 2026-11-19 open", "weekly 2026-W47 open", "monthly 2026-11 open"], await ListAsync(desk, limit));
        await desk.Compute.RunAsync(Token);

        desk.Time.Set("2026-11-20T12:00:00Z");

        Assert.Equal(["daily 2026-11-20 open", "daily 2026-11-19 open", "weekly 2026-W47 open", "monthly 2026-11 open"], await ListAsync(desk, limit));
    }

    [Fact]
    public async Task Get_OfClaims_CountsEachDecisionOnOneDay()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.Compute.RunAsync(Token);
        await AddAsync(desk, "paid", "2026-11-20T10:00:00Z", ClaimOutcome.Approved, 500, "2026-11-20T10:01:00Z");
        await AddAsync(desk, "midnight", "2026-11-20T22:59:00Z", ClaimOutcome.Denied, 0, "2026-11-20T23:01:00Z");
        await AddAsync(desk, "stuck", "2026-11-20T11:00:00Z", null, 0, null);
        Assert.Equal("""[{"kind":"missed-code","currency":"EUR","received":3,"approved":1,"denied":0,"escalated":0,"amount":500,"overridden":0,"medianMinutesToDecision":1}]""", await ClaimsAsync(desk, "daily", "2026-11-20"));

        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.RunThroughAsync("2026-11-20");
        await DecideAsync(desk, ClaimId.Parse("stuck"), ClaimOutcome.Approved, 250, "2026-11-21T11:00:00Z");
        desk.Time.Set("2026-11-21T23:06:00Z");
        await desk.RunThroughAsync("2026-11-21");

        Assert.Equal("""[{"kind":"missed-code","currency":"EUR","received":3,"approved":1,"denied":0,"escalated":0,"amount":500,"overridden":0,"medianMinutesToDecision":1}]""", await ClaimsAsync(desk, "daily", "2026-11-20"));
        Assert.Equal("""[{"kind":"missed-code","currency":"EUR","received":0,"approved":1,"denied":1,"escalated":0,"amount":250,"overridden":0,"medianMinutesToDecision":721}]""", await ClaimsAsync(desk, "daily", "2026-11-21"));
        Assert.Equal("""[{"kind":"missed-code","currency":"EUR","received":3,"approved":2,"denied":1,"escalated":0,"amount":750,"overridden":0,"medianMinutesToDecision":2}]""", await ClaimsAsync(desk, "weekly", "2026-W47"));
    }

    private static async Task<List<string>> ListAsync(FinanceDesk desk, int limit)
    {
        var items = new List<string>();
        string? next = null;
        do
        {
            var body = Tests.Claims.Desk.BodyOf(await desk.Show.ListAsync(new Page(limit, next is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromHexString(next))), Token));
            items.AddRange(body["items"]?.AsArray().Select(item => $"{item?["kind"]} {item?["period"]} {item?["status"]}") ?? []);
            next = body["next"]?.GetValue<string>();
        }
        while (next is not null);
        return items;
    }

    private static async Task<string?> ClaimsAsync(FinanceDesk desk, string kind, string period) => (await desk.GetAsync(kind, period)).Body["claims"]?.ToJsonString();

    private static async Task AddAsync(FinanceDesk desk, string id, string receivedAt, ClaimOutcome? outcome, long amount, string? decidedAt)
    {
        var json = new JsonObject
        {
            ["claimId"] = id,
            ["kind"] = "missed-code",
            ["code"] = "SUMMER20",
            ["customer"] = new JsonObject { ["email"] = $"{id}@shop.example" },
            ["order"] = JsonNode.Parse("""
                { "id": "o-1", "placedAt": "2026-11-19T10:00:00Z", "cart": { "currency": "EUR", "channel": "web", "region": "DE",
                  "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250 } ] } }
                """),
            ["contact"] = JsonNode.Parse("""{ "channel": "chat", "agent": "kim", "reference": "ticket", "summary": "Forgot the code" }"""),
        };
        var received = FinanceDesk.Instant(receivedAt);
        var claim = Given(json, received);
        var customer = Tests.Claims.Desk.Keys.Of(claim.Customer) ?? throw new InvalidOperationException();
        Assert.IsType<ClaimAddition.Kept>(await desk.Claims.AddAsync(claim, customer, received, Token));
        if (outcome is { } decided && decidedAt is not null)
        {
            await DecideAsync(desk, claim.Id, decided, amount, decidedAt);
        }
    }

    private static async Task DecideAsync(FinanceDesk desk, ClaimId id, ClaimOutcome outcome, long amount, string decidedAt)
    {
        var claim = await desk.Claims.FindAsync(id, Token) ?? throw new InvalidOperationException();
        var decision = new Decision(outcome, "rule", ClaimComplexity.Low, amount, "EUR", ["A reason."], 1, 1, Decision.ByPolicy, FinanceDesk.Instant(decidedAt));
        Assert.NotNull(await desk.Claims.SaveAsync(claim, new ClaimState(outcome.ToStatus()) { Ruling = new ClaimRuling(decision, [], default(ReplyReason)) }, [], Token));
    }

    private static Claim Given(JsonObject json, DateTimeOffset receivedAt)
    {
        var errors = new Domain.Reading.InputErrors();
        return Domain.Reading.JsonInput.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), errors, reader => Claim.Read(reader, ClaimId.New(), receivedAt))
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
    }
}
