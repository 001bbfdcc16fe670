using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>A function that takes a body, with a valid one that uses most of what may be in it.</summary>
internal sealed record Endpoint(HttpMethod Method, string Path, Caller Caller, Func<JsonObject> Body)
{
    /// <summary>The names by which <see cref="OfAsync"/> knows them.</summary>
    public static readonly TheoryData<string> Names = ["PutCampaign", "AddCodes", "ValidateCodes", "RedeemCodes", "RefundRedemption", "PostClaim", "AddContact", "DecideEscalation", "MakeOffer", "SetPreferences", "BacktestPolicy", "PutPolicy", "PostCustomerHistory"];

    // Nobody else uses the currency, so that no campaign of these tests is an alternative in another's.
    private const string Currency = "CHF";

    /// <summary>Sent along with every body; null for none. A body that can be read is then refused with 412 in the end, so that the shared App stays as it is.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Whether a reply is what the valid body gets.</summary>
    public bool Takes(int status) => IfMatch is null ? status is >= 200 and <= 204 : status == 412;

    public static async Task<Endpoint> OfAsync(string name, AppProcess app)
    {
        var (campaign, code, _) = await Sample.GivenCampaignAsync(app, body =>
        {
            body["currency"] = Currency;
            body["offer"] = Sample.OfferRules();
        });
        return name switch
        {
            "PutCampaign" => new(HttpMethod.Put, "campaigns/" + Sample.NewId("m"), app.Marketing, Campaign),
            "AddCodes" => new(HttpMethod.Post, $"campaigns/{campaign}/codes", app.Marketing, () => Sample.PublicCode(Sample.NewCode())),
            "ValidateCodes" => new(HttpMethod.Post, "codes/validate", app.Storefront, () => InCurrency(Validation(code))),
            "RedeemCodes" => new(HttpMethod.Post, "redemptions", app.Storefront, () => InCurrency(Redemption(code))),
            "RefundRedemption" => new(HttpMethod.Post, $"redemptions/{await RedeemedAsync(app, code)}/refund", app.Storefront, Refund),
            "PostClaim" => new(HttpMethod.Post, "claims", app.Helpdesk, () => InCurrency(Sample.Claim(code))),
            "AddContact" => new(HttpMethod.Post, $"claims/{await ClaimedAsync(app, code)}/contacts", app.Helpdesk, Contact),
            "DecideEscalation" => new(HttpMethod.Post, $"claims/{await EscalatedAsync(app)}/decision", app.Helpdesk, Verdict),
            "MakeOffer" => new(HttpMethod.Post, "offers", app.Storefront, () => Sample.Offer(campaign)),
            "SetPreferences" => new(HttpMethod.Post, "customers/preferences", app.Storefront, () => new() { ["customer"] = Sample.Customer(Sample.NewId("c")), ["reminders"] = true }),
            "BacktestPolicy" => new(HttpMethod.Post, "policy/backtest", app.As("manager-local"), Backtest),
            "PutPolicy" => new(HttpMethod.Put, "policy", app.As("manager-local"), () => new() { ["policy"] = Backtest()["policy"]?.DeepClone() }) { IfMatch = "\"none\"" },
            "PostCustomerHistory" => new(HttpMethod.Post, "customers/history", app.Helpdesk, () => new() { ["customer"] = Sample.Customer(Sample.NewId("c")) }),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    public Task<Reply> SendAsync(byte[] body) => Caller.SendAsync(Method, Path, Caller.Bytes(body), IfMatch is null ? [] : [("If-Match", IfMatch)]);

    private static JsonObject Redemption(string code)
    {
        var body = Sample.Redemption(code);
        (body["mode"], body["holdMinutes"]) = ("hold", 1);
        return body;
    }

    private static async Task<string> RedeemedAsync(AppProcess app, string code) =>
        (await app.Storefront.PostAsync("redemptions", InCurrency(Sample.Redemption(code)))).MustBe(201).TextOf("redemptionId");

    private static async Task<string> ClaimedAsync(AppProcess app, string code) =>
        (await app.Helpdesk.PostAsync("claims", InCurrency(Sample.Claim(code)))).MustBe(202).TextOf("claimId");

    /// <summary>A claim over an amount that the policy leaves to people.</summary>
    private static async Task<string> EscalatedAsync(AppProcess app)
    {
        var body = Sample.Claim("ANY");
        body.Remove("order");
        body.Remove("code");
        (body["kind"], body["currency"], body["requestedAmount"]) = ("complaint", Currency, 100_000);
        var id = (await app.Helpdesk.PostAsync("claims", body)).MustBe(202).TextOf("claimId");
        while ((await app.Helpdesk.GetAsync("claims/" + id)).MustBe(200).TextOf("status") is var status && status != "escalated")
        {
            Assert.Equal("queued", status);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return id;
    }

    private static JsonObject Verdict() => new() { ["outcome"] = "approved", ["amount"] = 500, ["agent"] = "lee", ["rationale"] = "We let her down.", ["overrideLimits"] = true };

    private static JsonObject Contact() => Sample.Claim("ANY")["contact"]?.DeepClone().AsObject() ?? throw new InvalidOperationException("The sample has a contact.");

    /// <summary>
    /// A policy is read here as where it is put into force, which a test of the shared App must not do. Where a condition names
    /// a threshold it is one of money, which no number can stand for.
    /// </summary>
    private static JsonObject Backtest() => JsonNode.Parse("""
        { "from": "2020-01-01T00:00:00+01:00", "to": "2020-02-01T00:00:00Z",
          "policy": {
            "thresholds": { "claimWindowDays": 14, "graceAfterExpiryHours": 24.5, "repeatClaims": 3, "loyalOrders": 5,
                            "goodwillPercent": 10.5, "goodwillDays": 30, "recoveryPercent": 15, "recoveryDays": 60,
                            "amounts": [ { "currency": "EUR", "minorAmount": 2500, "significantAmount": 10000, "newCustomerCartMinimum": 10000 } ] },
            "rules": [
              { "rule": "first", "kinds": [ "missed-code", "rejected-code" ],
                "all": [ { "fact": "alreadySettled", "is": false }, { "fact": "amount", "atMost": "minorAmount" }, { "fact": "entitlement", "atLeast": 1 },
                         { "fact": "priorClaims365", "equals": 0 }, { "fact": "orderAgeDays", "above": 0.5 }, { "fact": "customer.tags", "anyOf": [ "vip" ] } ],
                "outcome": "approved", "remedies": [ "refund-entitlement", "alternative" ], "reply": "valid-at-order-time" },
              { "rule": "second", "kinds": [ "complaint" ], "outcome": "approved", "remedies": [ "recovery-code" ], "reply": "recovery" },
              { "rule": "default", "outcome": "denied", "remedies": [ "alternative" ], "reply": "not-granted" } ] } }
        """)?.AsObject() ?? throw new InvalidOperationException();

    private static JsonObject Refund() => new()
    {
        ["refundId"] = Sample.NewId("r"),
        ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["quantity"] = 1 }),
    };

    private static JsonObject Validation(string code)
    {
        var body = Sample.Validation(code);
        body["at"] = Sample.Instant(DateTimeOffset.UtcNow);
        return body;
    }

    private static JsonObject Campaign()
    {
        var body = Sample.Campaign();
        body["currency"] = Currency;
        body["discount"] = new JsonObject
        {
            ["kind"] = "percent-off",
            ["percent"] = 20,
            ["maxAmount"] = 2000,
            ["appliesTo"] = new JsonObject
            {
                ["target"] = "items",
                ["categories"] = new JsonArray("tea"),
                ["skus"] = new JsonArray("TEA-01"),
                ["excludeCategories"] = new JsonArray("cups"),
                ["excludeSkus"] = new JsonArray("TEA-02"),
                ["excludeSaleItems"] = true,
            },
        };
        body["conditions"] = new JsonArray(
            new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 2000, ["of"] = "eligible" },
            new JsonObject { ["kind"] = "minimum-quantity", ["quantity"] = 2, ["of"] = "cart" },
            new JsonObject { ["kind"] = "channel", ["channels"] = new JsonArray("web", "store") },
            new JsonObject { ["kind"] = "region", ["regions"] = new JsonArray("DE") },
            new JsonObject { ["kind"] = "customer-tag", ["anyOf"] = new JsonArray("newsletter") },
            new JsonObject { ["kind"] = "returning-customer", ["minimumOrders"] = 2 },
            new JsonObject { ["kind"] = "weekly-hours", ["days"] = new JsonArray("monday", "sunday"), ["from"] = "08:00", ["to"] = "24:00" });
        body["limits"] = new JsonObject { ["total"] = 1000, ["perCustomer"] = 1, ["budget"] = 500_000 };
        body["combinesWith"] = new JsonArray("shipping");
        body["offer"] = new JsonObject { ["occasions"] = new JsonArray("welcome"), ["validHours"] = 336, ["oncePer"] = "customer" };
        return body;
    }

    private static JsonObject InCurrency(JsonObject body)
    {
        foreach (var cart in new[] { body["cart"], body["order"]?["cart"] }.OfType<JsonObject>())
        {
            cart["currency"] = Currency;
        }

        return body;
    }
}
