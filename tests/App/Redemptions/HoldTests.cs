using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Redemptions;

[Collection(nameof(Shop))]
public sealed class HoldTests(Shop shop)
{
    [Fact]
    public async Task Hold_Confirmed_IsRedeemedAndSaysSoEverywhere()
    {
        var code = await CodeAsync(total: 1);
        var body = Hold(code, 60);
        var held = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);
        var id = held.TextOf("redemptionId");
        Assert.Equal("held", held.TextOf("state"));
        Assert.InRange(Until(held) - Instant(held, "redeemedAt"), TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(60) + TimeSpan.FromMilliseconds(1));
        Assert.Equal(held.Text, (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
        Assert.Equal(held.Text, (await shop.App.Helpdesk.GetAsync($"redemptions/{id}")).MustBe(200).Text);
        Assert.Equal(["used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422).Reasons);

        var confirmed = (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBe(200);

        var expected = held.Json;
        (expected["state"], expected["heldUntil"]) = ("redeemed", null);
        Assert.Equal(expected.ToJsonString(), confirmed.Json.ToJsonString());
        Assert.Equal(confirmed.Text, (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", new JsonObject())).MustBe(200).Text);
        Assert.Equal(confirmed.Text, (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
        Assert.Equal(confirmed.Text, (await shop.App.Storefront.GetAsync($"redemptions/{id}")).MustBe(200).Text);
        Assert.Equal(confirmed.Text, (await shop.App.Storefront.GetAsync($"redemptions?orderId={body["orderId"]}")).MustBe(200).Text);
        Assert.Equal("urn:promofunctions:problem:conflict", (await shop.App.Storefront.PostAsync($"redemptions/{id}/release", null)).MustBeProblem(409).TextOf("type"));
    }

    [Fact]
    public async Task Hold_Released_FreesTheUseAndTheOrder()
    {
        var code = await CodeAsync(total: 1);
        var body = Hold(code);
        var id = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201).TextOf("redemptionId");

        var released = (await shop.App.Storefront.PostAsync($"redemptions/{id}/release", null)).MustBe(200);

        Assert.Equal(("released", true), (released.TextOf("state"), released.Json["heldUntil"] is null));
        Assert.Equal(released.Text, (await shop.App.Storefront.PostAsync($"redemptions/{id}/release", null)).MustBe(200).Text);
        Assert.Equal(released.Text, (await shop.App.Storefront.GetAsync($"redemptions?orderId={body["orderId"]}")).MustBe(200).Text);
        (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBeProblem(409);
        var edited = body.DeepClone();
        edited["cart"] = Edited();
        var anew = (await shop.App.Storefront.PostAsync("redemptions", edited)).MustBe(201);
        Assert.NotEqual(id, anew.TextOf("redemptionId"));
        Assert.Equal(anew.Text, (await shop.App.Storefront.GetAsync($"redemptions?orderId={body["orderId"]}")).MustBe(200).Text);
        Assert.Equal(released.Text, (await shop.App.Storefront.GetAsync($"redemptions/{id}")).MustBe(200).Text);
        Assert.Equal(["used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422).Reasons);
    }

    [Fact]
    public async Task Hold_OfTheOrderWithOtherContent_IsAConflict()
    {
        var body = Hold(await CodeAsync(total: 5));
        var held = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);

        foreach (var change in new Action<JsonNode>[]
        {
            other => other["mode"] = "redeem",
            other => other["cart"] = Edited(),
            other => other["customer"] = Sample.Customer(Sample.NewId("c")),
        })
        {
            var other = body.DeepClone();
            change(other);
            (await shop.App.Storefront.PostAsync("redemptions", other)).MustBeProblem(409);
        }

        // For how long is no content.
        var longer = body.DeepClone();
        longer["holdMinutes"] = 60;
        Assert.Equal(held.Text, (await shop.App.Storefront.PostAsync("redemptions", longer)).MustBe(200).Text);
    }

    [Fact]
    public async Task Hold_OfACodeThatWorksOnce_HasItUntilItIsReleased()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App);
        (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", new JsonObject { ["kind"] = "unique", ["count"] = 1, ["prefix"] = "HOLD" })).MustBe(201);
        var code = (await shop.App.Marketing.GetAsync($"campaigns/{campaign}/codes.csv")).MustBe(200).Text.Split('\n').Select(line => line.Split(',')[0]).Single(text => text.StartsWith("HOLD", StringComparison.Ordinal));
        var id = (await shop.App.Storefront.PostAsync("redemptions", Hold(code))).MustBe(201).TextOf("redemptionId");
        Assert.Equal(["used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422).Reasons);

        (await shop.App.Storefront.PostAsync($"redemptions/{id}/release", null)).MustBe(200);

        Assert.True((await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200).Json["valid"]?.GetValue<bool>());
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
    }

    [Theory]
    [InlineData("mode", "\"rent\"")]
    [InlineData("mode", "null")]
    [InlineData("holdMinutes", "0")]
    [InlineData("holdMinutes", "61")]
    [InlineData("holdMinutes", "1.5")]
    [InlineData("holdMinutes", "\"15\"")]
    public async Task Hold_OfABadModeOrTime_IsRefusedAtThePlace(string member, string value)
    {
        var body = Hold("ANY");
        body[member] = JsonNode.Parse(value);

        Assert.Equal(["/" + member], (await shop.App.Storefront.PostAsync("redemptions", body)).MustBeProblem(400).Places);
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("release")]
    public async Task End_OfNothing_Is404(string end)
    {
        foreach (var id in new[] { "nothing", "0123456789abcdef0123456789abcdef-1", new string('x', 1_000) })
        {
            (await shop.App.Storefront.PostAsync($"redemptions/{id}/{end}", null)).MustBeProblem(404);
        }
    }

    [Fact]
    public async Task Confirm_OfWhatWasRedeemedAtOnce_Is200AndReleaseIsAConflict()
    {
        var redeemed = (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(await CodeAsync(total: 1)))).MustBe(201);
        var id = redeemed.TextOf("redemptionId");

        Assert.Equal(redeemed.Text, (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBe(200).Text);
        (await shop.App.Storefront.PostAsync($"redemptions/{id}/release", null)).MustBeProblem(409);
    }

    internal static JsonObject Hold(string code, int? minutes = null, string? order = null)
    {
        var body = Sample.Redemption(code, order);
        body["mode"] = "hold";
        if (minutes is { } given)
        {
            body["holdMinutes"] = given;
        }

        return body;
    }

    internal static DateTimeOffset Until(Reply held) => Instant(held, "heldUntil");

    private static JsonObject Edited()
    {
        var cart = Sample.Cart();
        cart["shipping"] = 0;
        return cart;
    }

    private static DateTimeOffset Instant(Reply reply, string member) => DateTimeOffset.Parse(reply.TextOf(member), CultureInfo.InvariantCulture);

    private async Task<string> CodeAsync(int total) =>
        (await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = total })).Code;
}
