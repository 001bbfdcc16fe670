using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Validation;

[Collection(nameof(Shop))]
public sealed class ValidateCodesTests(Shop shop)
{
    // The bodies of API.md.
    private const string Summer = """
        { "name": "Summer tea", "goal": "clear-inventory", "status": "active", "currency": "EUR",
          "startsAt": "2026-06-01T00:00:00+02:00", "endsAt": "2026-09-01T00:00:00+02:00", "timeZone": "Europe/Berlin",
          "discount": { "kind": "percent-off", "percent": 20, "maxAmount": 2000,
                        "appliesTo": { "target": "items", "categories": ["tea"], "skus": [], "excludeCategories": [], "excludeSkus": [], "excludeSaleItems": true } },
          "conditions": [ { "kind": "minimum-subtotal", "amount": 2000 } ],
          "limits": { "total": 1000, "perCustomer": 1, "budget": 500000 },
          "combinesWith": ["shipping"], "announce": true }
        """;

    private const string Question = """
        { "codes": ["SUMMER20", "BIG5"],
          "cart": { "currency": "EUR", "channel": "web", "region": "DE", "shipping": 490,
                    "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250, "onSale": false } ] },
          "customer": { "id": "c-17", "email": "jane@example.com", "firstName": "Jane", "ordersPlaced": 0, "tags": ["newsletter"] },
          "at": "2026-07-15T12:00:00+02:00" }
        """;

    private const string Answer = """
        { "valid": false, "currency": "EUR", "subtotal": 2500, "shipping": 490, "discount": 500, "total": 2490,
          "applied":  [ { "code": "SUMMER20", "campaignId": "summer", "version": 1, "discount": 500, "shippingDiscount": 0,
                          "lines": [ { "id": "1", "discount": 500 } ], "summary": "20% off tea" } ],
          "rejected": [ { "code": "BIG5", "reasons": [ { "code": "minimum-subtotal", "message": "Add €25.00 more to use BIG5.",
                          "facts": { "required": 5000, "actual": 2500, "missing": 2500 } } ] } ],
          "alternatives": [ { "code": "WELCOME10", "discount": 250, "summary": "10% off your first order" } ] }
        """;

    [Fact]
    public async Task Example_OfTheContract_IsAnsweredToTheLetterAlsoAfterTheSweepEndedTheCampaigns()
    {
        await SaveAsync("summer", JsonNode.Parse(Summer), "SUMMER20");
        await SaveAsync("big", Like(campaign => campaign["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 5000 })), "BIG5");
        await SaveAsync(
            "welcome",
            Like(campaign =>
            {
                campaign["discount"] = new JsonObject { ["kind"] = "percent-off", ["percent"] = 10, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
                campaign["conditions"] = new JsonArray(new JsonObject { ["kind"] = "new-customer" });
                campaign["announce"] = true;
            }),
            "welcome-10");

        Assert.Equal(Compact(Answer), Compact((await AskAsync()).Text));

        // The period lies in the past: the sweep marks the campaigns as ended, which they were not in July.
        (await shop.App.Master.PostAsync("/admin/functions/SweepExpirations", new JsonObject())).MustBe(202);
        foreach (var campaign in new[] { "summer", "big", "welcome" })
        {
            while ((await shop.App.Marketing.GetAsync($"campaigns/{campaign}")).MustBe(200).TextOf("status") != "ended")
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(Compact(Answer), Compact((await AskAsync()).Text));
    }

    [Fact]
    public async Task Code_HoweverTyped_IsTheSameCode()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var typed = $"  {code[..3].ToLowerInvariant()} {code[3..7]}-{code[7..].ToLowerInvariant()} ";

        var reply = await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(typed));

        Assert.True(reply.MustBe(200).Json["valid"]?.GetValue<bool>());
        Assert.Equal(code, reply.Json["applied"]?[0]?["code"]?.GetValue<string>());
    }

    [Theory]
    [InlineData(-31, "not-started")]
    [InlineData(-29, null)]
    [InlineData(29, null)]
    [InlineData(31, "expired")]
    public async Task At_BeforeInAndAfterThePeriod_IsJudgedByThatInstant(int days, string? reason)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var body = Sample.Validation(code);
        body["at"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(days));

        Assert.Equal(reason is null ? [] : [reason], (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBe(200).Reasons);
    }

    [Fact]
    public async Task At_BetweenTwoVersions_IsJudgedByTheOneOfThen()
    {
        var (campaign, code, definition) = await Sample.GivenCampaignAsync(shop.App);
        definition["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = 900, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", definition)).MustBe(200);

        var body = Sample.Validation(code);
        Assert.Equal((900, 2), await DiscountAsync(body));
        body["at"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(-1));
        Assert.Equal((500, 1), await DiscountAsync(body));
    }

    [Fact]
    public async Task Language_German_IsThatOfEverySentence()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 5000 }));

        var reply = (await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(code), ("Accept-Language", "de-DE,de;q=0.9,en;q=0.5"))).MustBe(200);

        Assert.Equal(["minimum-subtotal"], reply.Reasons);
        var message = reply.Json["rejected"]?[0]?["reasons"]?[0]?["message"]?.GetValue<string>();
        Assert.Contains("25,00", message, StringComparison.Ordinal);
        Assert.Contains(code, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Add", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alternatives_WhenNoCodeIsSent_AreTheBestThreeOfTheAnnouncedThatApply()
    {
        // A currency of this test's own: announced campaigns are everybody's.
        var codes = new List<string>();
        foreach (var amount in new[] { 300, 700, 100, 500 })
        {
            codes.Add((await GivenAsync(amount, announce: true)).Code);
        }

        await GivenAsync(900, announce: false);
        await GivenAsync(950, announce: true, campaign => campaign["status"] = "paused");
        await GivenAsync(960, announce: true, campaign => campaign["conditions"] = new JsonArray(new JsonObject { ["kind"] = "channel", ["channels"] = new JsonArray("store") }));
        var (_, usedUp) = await GivenAsync(970, announce: true, campaign => campaign["limits"] = new JsonObject { ["total"] = 1 });
        (await shop.App.Storefront.PostAsync("redemptions", InPounds(Sample.Redemption(usedUp)))).MustBe(201);
        await GivenAsync(980, announce: true, campaign => campaign["startsAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(1)));

        var reply = (await shop.App.Storefront.PostAsync("codes/validate", InPounds(Sample.Validation()))).MustBe(200);

        var alternatives = (reply.Json["alternatives"] as JsonArray ?? []).Select(one => (one?["code"]?.GetValue<string>() ?? "", one?["discount"]?.GetValue<int>() ?? 0));
        Assert.Equal([(codes[1], 700), (codes[3], 500), (codes[0], 300)], alternatives);

        // With every code applied there is nothing to suggest.
        Assert.Empty((await shop.App.Storefront.PostAsync("codes/validate", InPounds(Sample.Validation(codes[2])))).MustBe(200).Json["alternatives"] as JsonArray ?? [1]);
    }

    [Fact]
    public async Task Answer_OfALimitedCampaign_TellsNeitherTotalNorBudget()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = 7_654_321, ["budget"] = 8_765_432 });

        var reply = (await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200);

        Assert.DoesNotContain("7654321", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("8765432", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_OfADraftCampaign_IsUnknown()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["status"] = "draft");

        Assert.Equal(["unknown-code"], (await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200).Reasons);
    }

    private Task<Reply> AskAsync() => shop.App.Storefront.PostAsync("codes/validate", JsonNode.Parse(Question));

    private async Task<(int?, int?)> DiscountAsync(JsonObject body)
    {
        var reply = (await shop.App.Storefront.PostAsync("codes/validate", body)).MustBe(200);
        return (reply.Json["discount"]?.GetValue<int>(), reply.Json["applied"]?[0]?["version"]?.GetValue<int>());
    }

    private async Task<(string Campaign, string Code)> GivenAsync(int amount, bool announce, Action<JsonObject>? edit = null)
    {
        var (id, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign =>
        {
            campaign["currency"] = "GBP";
            campaign["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = amount, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
            campaign["announce"] = announce;
            edit?.Invoke(campaign);
        });
        return (id, code);
    }

    private async Task SaveAsync(string campaign, JsonNode? body, string code)
    {
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(201);
        (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", Sample.PublicCode(code))).MustBe(201);
    }

    /// <summary>A campaign of the example's period.</summary>
    private static JsonObject Like(Action<JsonObject> edit)
    {
        var body = Sample.Campaign();
        (body["startsAt"], body["endsAt"]) = ("2026-06-01T00:00:00+02:00", "2026-09-01T00:00:00+02:00");
        edit(body);
        return body;
    }

    private static JsonObject InPounds(JsonObject body)
    {
        var cart = Sample.Cart();
        cart["currency"] = "GBP";
        body["cart"] = cart;
        return body;
    }

    private static string Compact(string json) => JsonNode.Parse(json)?.ToJsonString() ?? "";
}
