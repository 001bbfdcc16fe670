using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Redemptions;

[Collection(nameof(Shop))]
public sealed class RedeemCodesTests(Shop shop)
{
    [Fact]
    public async Task Total_With200CustomersAtOnceOn50Uses_Admits50AndRefuses150AsUsedUp()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = 50 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))));

        Assert.Equal([(201, 50), (422, 150)], Counts(replies));
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["used-up"], reply.MustBeProblem(422).Reasons));
    }

    [Fact]
    public async Task PerCustomer_With50OrdersOfOneCustomerAtOnce_AdmitsOne()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["perCustomer"] = 1 });
        var customer = Sample.NewId("c");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))));

        Assert.Equal([(201, 1), (422, 49)], Counts(replies));
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["customer-limit"], reply.MustBeProblem(422).Reasons));
    }

    [Fact]
    public async Task Budget_With40OrdersAtOnceOnTenDiscounts_AdmitsTen()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["budget"] = 5_400 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))));

        Assert.Equal([(201, 10), (422, 30)], Counts(replies));
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["budget-used-up"], reply.MustBeProblem(422).Reasons));

        // 4.00 are left, so not everything is given away.
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Contains($"{code} has less left to give than it would take off this order", reply.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Total_WithTwoCodesOfTheCampaignOnAnOrder_SaysWhatWouldWork(int left)
    {
        var (campaign, first, _) = await Sample.GivenCampaignAsync(shop.App, body => (body["limits"], body["combinesWith"]) = (new JsonObject { ["total"] = 1 }, new JsonArray("order")));
        var other = Sample.NewCode();
        (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", Sample.PublicCode(other))).MustBe(201);
        if (left == 0)
        {
            (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(first))).MustBe(201);
        }

        var both = Sample.Redemption(first);
        both["codes"] = new JsonArray(first, other);
        var reply = (await shop.App.Storefront.PostAsync("redemptions", both)).MustBeProblem(422);

        string[] sentences = left == 0
            ? [$"{first} has been used up.", $"{other} has been used up."]
            : [string.CompareOrdinal(first, other) < 0 ? $"{other} belongs to the same offer as {first}, which has no room for one more." : $"{first} belongs to the same offer as {other}, which has no room for one more."];
        Assert.Equal(sentences.Order(StringComparer.Ordinal), reply.Json["rejected"]?.AsArray().Select(code => code?["reasons"]?[0]?["message"]?.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Redemption_Sent30TimesAtOnce_IsMadeOnceAndAnsweredAlike()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = 2 });
        var body = Sample.Redemption(code);

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => shop.App.Storefront.PostAsync("redemptions", body.DeepClone())));

        Assert.Equal([(200, 29), (201, 1)], Counts(replies));
        Assert.Single(replies.Select(reply => reply.Text).Distinct());
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422);
    }

    [Fact]
    public async Task Redemption_SentAgain_IsAnswered200WithTheSameBody()
    {
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var body = Sample.Redemption(code);
        var first = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);

        // What a limit does not see, and how a code is typed, is no other content.
        var again = body.DeepClone();
        again["customer"] = new JsonObject { ["email"] = body["customer"]?["email"]?.GetValue<string>().ToUpperInvariant(), ["ordersPlaced"] = 7 };
        again["codes"] = new JsonArray(" " + code[..4].ToLowerInvariant() + "-" + code[4..]);
        Assert.Equal(first.Text, (await shop.App.Storefront.PostAsync("redemptions", again)).MustBe(200).Text);

        Assert.Equal("redeemed", first.TextOf("state"));
        Assert.Equal(500, first.Json["discount"]?.GetValue<int>());
        Assert.Equal(campaign, first.Json["applied"]?[0]?["campaignId"]?.GetValue<string>());
        Assert.True(first.Json.ContainsKey("heldUntil") && first.Json["heldUntil"] is null);
        Assert.Equal(first.Text, (await shop.App.Storefront.GetAsync($"redemptions/{first.TextOf("redemptionId")}")).MustBe(200).Text);
        Assert.Equal(first.Text, (await shop.App.Helpdesk.GetAsync($"redemptions?orderId={first.TextOf("orderId")}")).MustBe(200).Text);
    }

    [Fact]
    public async Task Redemption_OfTheSameOrderWithOtherContent_IsAConflict()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var (_, otherCode, _) = await Sample.GivenCampaignAsync(shop.App);
        var body = Sample.Redemption(code);
        (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);

        foreach (var change in new Action<JsonNode>[]
        {
            other => other["customer"] = Sample.Customer(Sample.NewId("c")),
            other => other["customer"] = null,
            other => other["codes"] = new JsonArray(otherCode),
            other => other["codes"] = new JsonArray(code, otherCode),
            other => other["codes"] = new JsonArray("NOBODYKNOWSIT"),
            other => Line(other)["quantity"] = 3,
            other => Line(other)["unitPrice"] = 1251,
            other => other["cart"] = With(Sample.Cart(), "channel", "store"),
            other => other["cart"] = With(Sample.Cart(), "shipping", 0),
        })
        {
            var other = body.DeepClone();
            change(other);
            (await shop.App.Storefront.PostAsync("redemptions", other)).MustBeProblem(409);
        }
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("ended")]
    [InlineData("draft")]
    public async Task Redemption_SentAgainAfterItsCampaignStopped_IsStillAnswered200(string status)
    {
        var (campaign, code, definition) = await Sample.GivenCampaignAsync(shop.App);
        var body = Sample.Redemption(code);
        var first = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);

        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", With(definition, "status", status))).MustBe(200);

        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422);
        Assert.Equal(first.Text, (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
    }

    [Fact]
    public async Task Refusal_OfAnOrder_LeavesItsIdFree()
    {
        var (campaign, code, definition) = await Sample.GivenCampaignAsync(shop.App, body => body["status"] = "paused");
        var body = Sample.Redemption(code);
        Assert.Equal(["paused"], (await shop.App.Storefront.PostAsync("redemptions", body)).MustBeProblem(422).Reasons);
        (await shop.App.Storefront.GetAsync($"redemptions?orderId={body["orderId"]}")).MustBeProblem(404);

        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", With(definition, "status", "active"))).MustBe(200);

        (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);
    }

    [Fact]
    public async Task Codes_OfWhichOneDoesNotApply_AreAllRefusedAndNoneIsCounted()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = 1 });
        var body = Sample.Redemption(code);
        body["codes"] = new JsonArray(code, "NOBODYKNOWSIT");

        Assert.Equal(["unknown-code"], (await shop.App.Storefront.PostAsync("redemptions", body)).MustBeProblem(422).Reasons);

        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
    }

    private static JsonNode Line(JsonNode body) => body["cart"]?["lines"]?[0] ?? throw new InvalidOperationException("The sample has a line.");

    private static JsonNode With(JsonNode body, string member, JsonNode value)
    {
        var copy = body.DeepClone();
        copy[member] = value;
        return copy;
    }

    private static IEnumerable<(int Status, int Count)> Counts(IEnumerable<Reply> replies) =>
        replies.GroupBy(reply => reply.Status).Select(group => (group.Key, group.Count())).Order();
}
