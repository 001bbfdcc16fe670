using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.App.Tests.Guessing;

/// <summary>Unknown codes sent to the running App. Every test has shoppers of its own.</summary>
[Collection(nameof(Shop))]
public sealed class GuessGuardTests(Shop shop)
{
    [Theory]
    [InlineData("id")]
    [InlineData("email")]
    [InlineData("address")]
    [InlineData("session")]
    public async Task Validate_TheTwentyFirstUnknownCode_IsRefusedAndSoIsAKnownOne(string named)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var shopper = Shopper(named);
        (await ValidateAsync(shopper, UnknownCodes(10))).MustBe(200);
        (await ValidateAsync(shopper, UnknownCodes(9))).MustBe(200);
        (await ValidateAsync(shopper, code)).MustBe(200);
        (await ValidateAsync(shopper, UnknownCodes(1))).MustBe(200);

        var refused = (await ValidateAsync(shopper, UnknownCodes(1))).MustBeProblem(429);

        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, (int)GuessLimits.Window.TotalSeconds + 1);
        (await ValidateAsync(shopper, code)).MustBeProblem(429);
        (await ValidateAsync(Shopper(named), code)).MustBe(200);
    }

    [Fact]
    public async Task Redeem_ByABlockedShopper_IsRefusedThoughTheCodeIsKnown()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var order = Sample.Redemption(code);
        var shopper = new JsonObject { ["customer"] = order["customer"]?.DeepClone() };
        (await ValidateAsync(shopper, UnknownCodes(10))).MustBe(200);
        (await ValidateAsync(shopper, UnknownCodes(10))).MustBe(200);

        (await shop.App.Storefront.PostAsync("redemptions", order)).MustBeProblem(429);
    }

    [Fact]
    public async Task Redeem_UnknownCodes_CountLikeThoseOfValidate()
    {
        var customer = Sample.NewId("c");
        for (var i = 0; i < GuessLimits.OfShopper; i++)
        {
            (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(Sample.NewCode(), customer: customer))).MustBeProblem(422);
        }

        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(Sample.NewCode(), customer: customer))).MustBeProblem(429);
    }

    [Fact]
    public async Task Validate_KnownCodesOverAndOver_AreNeverCounted()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var shopper = Shopper("session");
        for (var i = 0; i < 2 * GuessLimits.OfShopper; i++)
        {
            (await ValidateAsync(shopper, code)).MustBe(200);
        }
    }

    [Fact]
    public async Task Validate_ACodeOfADraft_CountsAsUnknown()
    {
        var (_, draft, _) = await Sample.GivenCampaignAsync(shop.App, body => body["status"] = "draft");
        var shopper = Shopper("session");
        for (var i = 0; i < GuessLimits.OfShopper; i++)
        {
            Assert.Equal(["unknown-code"], (await ValidateAsync(shopper, draft)).MustBe(200).Reasons);
        }

        (await ValidateAsync(shopper, draft)).MustBeProblem(429);
    }

    [Fact]
    public async Task Validate_NamingNobodyAsAnotherIsBlocked_GoesOn()
    {
        var shopper = Shopper("address");
        (await ValidateAsync(shopper, UnknownCodes(10))).MustBe(200);
        (await ValidateAsync(shopper, UnknownCodes(10))).MustBe(200);
        (await ValidateAsync(shopper, UnknownCodes(1))).MustBeProblem(429);

        (await ValidateAsync([], UnknownCodes(1))).MustBe(200);
    }

    [Fact]
    public async Task Validate_NamingNobodyAThousandTimes_IsRefusedForThatKeyAlone()
    {
        // In a shop of its own: the key stays blocked for ten minutes.
        await using var own = new Shop();
        await own.InitializeAsync();
        var (storefront, master) = (own.App.Storefront, own.App.Master);
        var (_, code, _) = await Sample.GivenCampaignAsync(own.App);
        for (var sent = 0; sent < GuessLimits.OfKey; sent += 10)
        {
            (await ValidateAsync([], storefront, UnknownCodes(10))).MustBe(200);
        }

        (await ValidateAsync([], storefront, UnknownCodes(1))).MustBeProblem(429);
        (await ValidateAsync([], storefront, code)).MustBeProblem(429);
        (await ValidateAsync([], master, code)).MustBe(200);
        (await ValidateAsync(Shopper("session"), storefront, code)).MustBe(200);
    }

    private static string[] UnknownCodes(int count) => [.. Enumerable.Range(0, count).Select(_ => Sample.NewCode())];

    private static JsonObject Shopper(string named)
    {
        var random = Random.Shared;
        return named switch
        {
            "id" => new() { ["customer"] = new JsonObject { ["id"] = Sample.NewId("c") } },
            "email" => new() { ["customer"] = new JsonObject { ["email"] = Sample.NewId("c") + "@example.com" } },
            "address" => new() { ["client"] = new JsonObject { ["address"] = $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}" } },
            _ => new() { ["client"] = new JsonObject { ["session"] = Sample.NewId("s") } },
        };
    }

    private Task<Reply> ValidateAsync(JsonObject shopper, params string[] codes) => ValidateAsync(shopper, shop.App.Storefront, codes);

    private static Task<Reply> ValidateAsync(JsonObject shopper, Caller caller, params string[] codes)
    {
        var body = shopper.DeepClone().AsObject();
        body["codes"] = Sample.Texts(codes);
        body["cart"] = Sample.Cart();
        return caller.PostAsync("codes/validate", body);
    }
}
