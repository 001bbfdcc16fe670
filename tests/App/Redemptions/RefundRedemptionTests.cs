using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Redemptions;

/// <summary>Two teas for 25.00 € with 5.00 € off and 4.90 € shipping, given back.</summary>
[Collection(nameof(Shop))]
public sealed class RefundRedemptionTests(Shop shop)
{
    [Fact]
    public async Task Refund_OfOneOfTwoUnits_IsTheContractsExample()
    {
        var redemption = await RedeemAsync();

        var refund = (await RefundAsync(redemption, Lines("r-1", ("1", 1)))).MustBe(200);

        Assert.Equal($$"""{"refundId":"r-1","redemptionId":"{{redemption}}","amount":1000,"lines":[{"id":"1","quantity":1,"amount":1000}],"useReturned":false}""", refund.Text);
        Assert.Equal(refund.Text, (await RefundAsync(redemption, Lines("r-1", ("1", 1)))).MustBe(200).Text);
        (await RefundAsync(redemption, Lines("r-1", ("1", 2)))).MustBeProblem(409);
        (await RefundAsync(redemption, Full("r-1"))).MustBeProblem(409);
    }

    [Fact]
    public async Task Refund_OfAllThatIsLeft_GivesShippingAndTheUseBack()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = 1, ["perCustomer"] = 1 });
        var body = Sample.Redemption(code);
        var redeemed = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422);
        (await RefundAsync(redeemed.TextOf("redemptionId"), Lines("r-1", ("1", 1)))).MustBe(200);

        var refund = (await RefundAsync(redeemed.TextOf("redemptionId"), Full("r-2"))).MustBe(200);

        Assert.Equal(1490, refund.Json["amount"]?.GetValue<int>());
        Assert.True(refund.Json["useReturned"]?.GetValue<bool>());
        Assert.Equal(redeemed.Text, (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
        (await RefundAsync(redeemed.TextOf("redemptionId"), Full("r-3"))).MustBeProblem(422);
    }

    [Fact]
    public async Task Refund_OfMoreThanIsLeft_NamesEveryPlaceAndWhatIsLeft()
    {
        var redemption = await RedeemAsync();
        (await RefundAsync(redemption, Lines("r-1", ("1", 1)))).MustBe(200);

        var refused = (await RefundAsync(redemption, Lines("r-2", ("x", 1), ("1", 2)))).MustBeProblem(422);

        Assert.Equal(["/lines/0/id", "/lines/1/quantity"], refused.Places);
        Assert.Equal("""[{"id":"x","quantity":0},{"id":"1","quantity":1}]""", refused.Json["left"]?.ToJsonString());
        (await RefundAsync(redemption, Lines("r-2", ("1", 1)))).MustBe(200);
    }

    [Fact]
    public async Task Refund_OfAnUnknownRedemption_Is404()
    {
        (await RefundAsync("none", Full("r-1"))).MustBeProblem(404);
        (await RefundAsync(new string('0', 32) + "-1", Full("r-1"))).MustBeProblem(404);
    }

    [Theory]
    [InlineData(null, 409)]
    [InlineData("release", 409)]
    [InlineData("confirm", 200)]
    public async Task Refund_OfAHold_IsAConflictUnlessItWasConfirmed(string? end, int status)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var id = (await shop.App.Storefront.PostAsync("redemptions", HoldTests.Hold(code))).MustBe(201).TextOf("redemptionId");
        if (end is not null)
        {
            (await shop.App.Storefront.PostAsync($"redemptions/{id}/{end}", null)).MustBe(200);
        }

        foreach (var body in new[] { Lines("r-1", ("1", 1)), Full("r-2") })
        {
            var reply = await RefundAsync(id, body);
            _ = status == 200 ? reply.MustBe(200) : reply.MustBeProblem(status);
        }

        // Nothing was recorded of a refund that was refused: the same id is free once the hold is confirmed.
        if (end is null)
        {
            (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBe(200);
            (await RefundAsync(id, Full("r-2"))).MustBe(200);
        }
    }

    [Theory]
    [InlineData("""{"refundId":"r"}""", "/lines")]
    [InlineData("""{"refundId":"r","lines":null}""", "/lines")]
    [InlineData("""{"refundId":"r","lines":[]}""", "/lines")]
    [InlineData("""{"refundId":"r","full":false}""", "/full")]
    [InlineData("""{"refundId":"r","full":true,"lines":[{"id":"1","quantity":1}]}""", "/full")]
    [InlineData("""{"refundId":"r","full":false,"lines":[{"id":"1","quantity":1}]}""", "/full")]
    [InlineData("""{"refundId":"r","lines":[{"id":"1","quantity":0}]}""", "/lines/0/quantity")]
    [InlineData("""{"refundId":"r","lines":[{"id":"1","quantity":1},{"id":"1","quantity":1}]}""", "/lines/1")]
    [InlineData("""{"full":true}""", "/refundId")]
    public async Task Refund_ThatIsNotWellFormed_IsRefusedByItsPlace(string body, string place)
    {
        Assert.Equal([place], (await RefundAsync("none", JsonNode.Parse(body))).MustBeProblem(400).Places);
    }

    [Fact]
    public async Task Code_ThatWorksOnce_IsShownFreeAgainAfterAFullRefund()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        var issued = (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", new JsonObject { ["kind"] = "personal", ["customer"] = Sample.Customer("c-17"), ["expiresAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(30)) })).MustBe(201).TextOf("code");
        var redeemed = (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(issued, customer: "c-17"))).MustBe(201);
        Assert.Contains("used-up", (await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(issued))).MustBe(200).Reasons);

        (await RefundAsync(redeemed.TextOf("redemptionId"), Full("r-1"))).MustBe(200);

        Assert.True((await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(issued))).MustBe(200).Json["valid"]?.GetValue<bool>());
        Assert.Contains($"{issued},personal,active", (await shop.App.Marketing.GetAsync($"campaigns/{campaign}/codes.csv")).MustBe(200).Text);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(issued, customer: "c-17"))).MustBe(201);
    }

    [Fact]
    public async Task Refund_IsInTheReportOfItsDay()
    {
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var redeemed = (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
        (await RefundAsync(redeemed.TextOf("redemptionId"), Lines("r-1", ("1", 1)))).MustBe(200);
        (await RefundAsync(redeemed.TextOf("redemptionId"), Full("r-2"))).MustBe(200);

        // The demo's day is Berlin's.
        var day = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var report = (await shop.App.As("finance-local").GetAsync($"reports/daily/{day:yyyy-MM-dd}")).MustBe(200).Json;

        var row = report["rows"]?.AsArray().Single(each => each?["campaignId"]?.GetValue<string>() == campaign);
        Assert.Equal((1, 500, 2, 500), (row?["redemptions"]?.GetValue<int>(), row?["discount"]?.GetValue<int>(), row?["refunds"]?.GetValue<int>(), row?["refundedDiscount"]?.GetValue<int>()));
        Assert.Equal(0, report["control"]?["difference"]?.GetValue<int>());
    }

    private async Task<string> RedeemAsync()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        return (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201).TextOf("redemptionId");
    }

    private Task<Reply> RefundAsync(string redemption, JsonNode? body) => shop.App.Storefront.PostAsync($"redemptions/{redemption}/refund", body);

    private static JsonObject Full(string id) => new() { ["refundId"] = id, ["full"] = true };

    private static JsonObject Lines(string id, params (string Line, int Quantity)[] lines) => new()
    {
        ["refundId"] = id,
        ["lines"] = new JsonArray([.. lines.Select(line => new JsonObject { ["id"] = line.Line, ["quantity"] = line.Quantity })]),
    };
}
