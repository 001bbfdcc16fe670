using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Offers;

[Collection(nameof(Shop))]
public sealed class MakeOfferTests(Shop shop)
{
    [Fact]
    public async Task Offer_ForAnOccasion_IsAPersonalCodeThatWorksOnceForThisCustomer()
    {
        var (campaign, _) = await CampaignAsync();
        var customer = Sample.NewId("c");
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);

        var made = (await OfferAsync(campaign, customer, send: false)).MustBe(201);

        Assert.Equal(["code", "expiresAt"], made.Json.Select(member => member.Key));
        var code = made.TextOf("code");
        Assert.StartsWith("JANE", code, StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Parse(made.TextOf("expiresAt"), null), before.AddHours(336), DateTimeOffset.UtcNow.AddHours(336).AddSeconds(5));
        Assert.Equal(["other-customer"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(201);
        Assert.Equal(["used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(422).Reasons);
    }

    [Fact]
    public async Task Offer_Repeated_Is200WithTheSameAnswerWhateverTheCustomerIsCalledNow()
    {
        var (campaign, body) = await CampaignAsync();
        var customer = Sample.NewId("c");
        var made = (await OfferAsync(campaign, customer, send: false)).MustBe(201);

        Assert.Equal(made.Text, (await OfferAsync(campaign, customer, send: false, edit: offer => offer["customer"]?.AsObject()["firstName"] = "Janet")).MustBe(200).Text);
        Assert.Equal(made.Text, (await OfferAsync(campaign, customer, send: false, edit: offer => offer["customer"]?.AsObject()["email"] = $"{customer.ToUpperInvariant()}+tag@example.com")).MustBe(200).Text);

        // Also when the campaign has ended since: a repeat has the answer that it had.
        body["status"] = "ended";
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);
        Assert.Equal(made.Text, (await OfferAsync(campaign, customer, send: true)).MustBe(200).Text);
        Assert.Equal("urn:promofunctions:problem:campaign-not-running", (await OfferAsync(campaign, Sample.NewId("c"), send: true)).MustBeProblem(422).TextOf("type"));
    }

    [Fact]
    public async Task Offer_AskedForTwentyTimesAtOnce_IsMadeOnceAndMailedOnce()
    {
        var (campaign, _) = await CampaignAsync();
        var customer = Sample.NewId("c");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OfferAsync(campaign, customer, send: true)));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(19, replies.Count(reply => reply.Status == 200));
        Assert.Single(replies.Select(reply => reply.Text).Distinct());

        // A mail that was asked for later has come, so a second one would most likely be there.
        await Inbox.FirstAsync(shop.App, customer + "@example.com");
        await MailedToSomebodyElseAsync();
        Assert.Single(await Inbox.OfAsync(shop.App, customer + "@example.com"));
    }

    [Fact]
    public async Task Offer_OfAnotherOccasionOrCustomerOrCampaign_IsAnother()
    {
        var (campaign, other) = ((await CampaignAsync()).Campaign, (await CampaignAsync()).Campaign);
        var customer = Sample.NewId("c");

        Reply[] made =
        [
            await OfferAsync(campaign, customer, send: false),
            await OfferAsync(campaign, customer, send: false, edit: offer => offer["occasion"] = "birthday"),
            await OfferAsync(campaign, Sample.NewId("c"), send: false),
            await OfferAsync(other, customer, send: false),
        ];

        Assert.All(made, reply => reply.MustBe(201));
        Assert.Equal(4, made.Select(reply => reply.TextOf("code")).Distinct().Count());
    }

    [Fact]
    public async Task Offer_OfACampaignThatEndsSooner_ExpiresWithIt()
    {
        var (campaign, body) = await CampaignAsync(edit => edit["offer"] = Sample.OfferRules(validHours: 87_600));

        var made = (await OfferAsync(campaign, Sample.NewId("c"), send: false)).MustBe(201);

        Assert.Equal(DateTimeOffset.Parse($"{body["endsAt"]}", null), DateTimeOffset.Parse(made.TextOf("expiresAt"), null));
    }

    [Fact]
    public async Task Offer_ThatWasMadeWithoutAMail_IsMailedWhenItIsAskedForAgain()
    {
        var (campaign, _) = await CampaignAsync();
        var customer = Sample.NewId("c");
        var made = (await OfferAsync(campaign, customer, send: false)).MustBe(201);

        (await OfferAsync(campaign, customer, send: true, ("Accept-Language", "de"))).MustBe(200);

        var mail = await Inbox.FirstAsync(shop.App, customer + "@example.com");
        Assert.Equal("Ihr persönlicher Code von Demo Tea Shop: 5,00\u00A0€ Rabatt auf Ihre Bestellung", mail["subject"]?.ToString());
        Assert.Contains(made.TextOf("code"), mail["text"]?.ToString(), StringComparison.Ordinal);
        Assert.Contains(made.TextOf("code"), mail["html"]?.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("offer-", mail["customArgs"]?["mailId"]?.ToString(), StringComparison.Ordinal);
        Assert.Equal("shop@example.com", mail["from"]?.ToString());
    }

    [Theory]
    [InlineData("draft", "The campaign is a draft, so it makes no offers now.")]
    [InlineData("paused", "The campaign is paused, so it makes no offers now.")]
    [InlineData("ended", "The campaign has ended, so it makes no offers now.")]
    public async Task Offer_OfACampaignThatDoesNotRun_Is422ThatSaysSo(string status, string detail)
    {
        var (campaign, _) = await CampaignAsync(body => body["status"] = status);

        Assert.Equal(detail, (await OfferAsync(campaign, Sample.NewId("c"), send: true)).MustBeProblem(422).TextOf("detail"));
    }

    [Fact]
    public async Task Offer_OfACampaignThatHasYetToStartOrIsOver_Is422ThatSaysSo()
    {
        var (future, _) = await CampaignAsync(body => body["startsAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(1)));
        var (past, _) = await CampaignAsync(body => body["endsAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(-1)));

        Assert.Contains("has not started yet", (await OfferAsync(future, Sample.NewId("c"), send: true)).MustBeProblem(422).TextOf("detail"), StringComparison.Ordinal);
        Assert.Contains("has ended", (await OfferAsync(past, Sample.NewId("c"), send: true)).MustBeProblem(422).TextOf("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_OfNoSuchCampaignOrOneWithoutOffersOrForAnotherOccasion_IsRefusedAsThat()
    {
        var (with, _) = await CampaignAsync();
        var (without, _) = await CampaignAsync(body => body.Remove("offer"));

        (await OfferAsync(Sample.NewId("m"), Sample.NewId("c"), send: true)).MustBeProblem(404);
        (await OfferAsync("a b/c", Sample.NewId("c"), send: true)).MustBeProblem(404);
        Assert.Equal("urn:promofunctions:problem:no-offer", (await OfferAsync(without, Sample.NewId("c"), send: true)).MustBeProblem(422).TextOf("type"));
        Assert.Equal(
            "urn:promofunctions:problem:other-occasion",
            (await OfferAsync(with, Sample.NewId("c"), send: true, edit: offer => offer["occasion"] = "Welcome")).MustBeProblem(422).TextOf("type"));
    }

    [Fact]
    public async Task Customer_WithoutAName_IsRefusedWithItsPlace()
    {
        var (campaign, _) = await CampaignAsync();

        Assert.Equal(["/customer"], (await OfferAsync(campaign, "x", send: false, edit: offer => offer["customer"] = new JsonObject { ["firstName"] = "Jane" })).MustBeProblem(400).Places);
        Assert.Equal(["/customer"], (await OfferAsync(campaign, "x", send: false, edit: offer => offer.Remove("customer"))).MustBeProblem(400).Places);
        Assert.Equal(["/customer/email"], (await OfferAsync(campaign, "x", send: true, edit: offer => offer["customer"]?.AsObject().Remove("email"))).MustBeProblem(400).Places);
        (await OfferAsync(campaign, Sample.NewId("c"), send: false, edit: offer => offer["customer"]?.AsObject().Remove("email"))).MustBe(201);
    }

    private async Task MailedToSomebodyElseAsync()
    {
        var (campaign, _) = await CampaignAsync();
        var customer = Sample.NewId("c");
        (await OfferAsync(campaign, customer, send: true)).MustBe(201);
        await Inbox.FirstAsync(shop.App, customer + "@example.com");
    }

    private async Task<(string Campaign, JsonObject Body)> CampaignAsync(Action<JsonObject>? edit = null)
    {
        var (campaign, _, body) = await Sample.GivenCampaignAsync(shop.App, body =>
        {
            body["offer"] = Sample.OfferRules();
            edit?.Invoke(body);
        });
        return (campaign, body);
    }

    private Task<Reply> OfferAsync(string campaign, string customer, bool send, (string Name, string Value)? header = null, Action<JsonObject>? edit = null)
    {
        var offer = Sample.Offer(campaign, customer);
        offer["send"] = send;
        edit?.Invoke(offer);
        return shop.App.Storefront.PostAsync("offers", offer, header is { } one ? [one] : []);
    }
}
