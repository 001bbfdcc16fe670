using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Validation;

/// <summary>Storage requests of a validation, counted where they are sent. What memory asks anew every few seconds, whoever validates, is not among them: the clock stands.</summary>
public sealed class ValidateRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string PerCustomer = """{ "perCustomer": 2 }""";

    private readonly CountedShop _elsewhere = new(azurite.ConnectionString);
    private readonly CountedShop _shop = new(azurite.ConnectionString);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _elsewhere.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "total": 1000, "budget": 500000 }""")]
    public async Task PublicCode_Warm_TakesNone(string limits)
    {
        var (_, code) = await _elsewhere.CampaignAsync(limits);
        await WarmAsync(code);

        await AssertSentAsync(0, NewCustomer(), code);
        await AssertSentAsync(0, null, code);
    }

    [Fact]
    public async Task PublicCode_OfCampaignsWithPerCustomer_TakesOneForEachUntilFiveSecondsLater()
    {
        var ((_, one), (_, other), (_, free)) = (await _elsewhere.CampaignAsync(PerCustomer), await _elsewhere.CampaignAsync(PerCustomer), await _elsewhere.CampaignAsync());
        await WarmAsync(one, other, free);
        var customer = NewCustomer();

        await AssertSentAsync(2, customer, one, other, free);
        await AssertSentAsync(0, customer, one, other, free);
        await AssertSentAsync(2, NewCustomer(), one, other, free);

        _shop.Pass(TimeSpan.FromSeconds(4));
        await WarmAsync(one, other, free);
        await AssertSentAsync(0, customer, one, other, free);

        // More than a second, so that the guard's memory is renewed before the answer and not beside it.
        _shop.Pass(TimeSpan.FromSeconds(1.5));
        await WarmAsync(one, other, free);
        await AssertSentAsync(2, customer, one, other, free);
        await AssertSentAsync(0, customer, one, other, free);
    }

    [Fact]
    public async Task UniqueCode_Warm_TakesOneMore()
    {
        var (campaign, open) = await _elsewhere.CampaignAsync();
        var (limited, alsoOpen) = await _elsewhere.CampaignAsync(PerCustomer);
        var (code, limitedCode) = ((await _elsewhere.IssueAsync(campaign, 1))[0], (await _elsewhere.IssueAsync(limited, 1))[0]);
        await WarmAsync(open, alsoOpen);
        var customer = NewCustomer();

        await AssertSentAsync(1, customer, code);
        await AssertSentAsync(1, null, code);
        await AssertSentAsync(2, customer, limitedCode);
        await AssertSentAsync(1, customer, limitedCode);
    }

    [Theory]
    [InlineData(CodeKind.Unique, false)]
    [InlineData(CodeKind.Unique, true)]
    [InlineData(CodeKind.Personal, false)]
    [InlineData(CodeKind.Personal, true)]
    public async Task UsedCode_ColdOrWarm_TakesOneAndWorksAgainAsSoonAsAllIsRefunded(CodeKind kind, bool confirmed)
    {
        var (campaign, open) = await _elsewhere.CampaignAsync();
        var id = NewCustomer();
        var code = await IssueAsync(campaign, kind, id);
        var redeemed = await RedeemAsync(campaign, code, id, confirmed);
        await WarmAsync(open);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("used-up", ReasonOf(await AssertSentAsync(1, id, code)));
        }

        await using var desk = new CountedShop(azurite.ConnectionString);
        Assert.IsType<RefundOutcome.Made>(await desk.Books.RefundAsync(redeemed.RedemptionId, new("r-1", null), Cancellation));
        Assert.True((await AssertSentAsync(3, id, code))["valid"]?.GetValue<bool>());
        Assert.True((await AssertSentAsync(1, id, code))["valid"]?.GetValue<bool>());
    }

    [Fact]
    public async Task HeldCode_Warm_TakesOneUntilFiveSecondsLater()
    {
        var (campaign, open) = await _elsewhere.CampaignAsync();
        var code = await IssueAsync(campaign, CodeKind.Unique, NewCustomer());
        await RedeemAsync(campaign, code, NewCustomer(), confirmed: null);
        await WarmAsync(open);

        // Cold: the code, and the redemption that holds it.
        Assert.Equal("used-up", ReasonOf(await AssertSentAsync(2, NewCustomer(), code)));
        Assert.Equal("used-up", ReasonOf(await AssertSentAsync(1, NewCustomer(), code)));

        _shop.Pass(TimeSpan.FromSeconds(5));
        await WarmAsync(open);
        Assert.Equal("used-up", ReasonOf(await AssertSentAsync(2, NewCustomer(), code)));
    }

    [Fact]
    public async Task PersonalCode_Warm_TakesOneMore()
    {
        var (campaign, open) = await _elsewhere.CampaignAsync();
        var id = NewCustomer();
        var code = await IssueAsync(campaign, CodeKind.Personal, id);
        await WarmAsync(open);

        Assert.True((await AssertSentAsync(1, id, code))["valid"]?.GetValue<bool>());
    }

    [Fact]
    public async Task SeveralCodes_OfAllKinds_TakeOneForEachThatMemoryDoesNotKnow()
    {
        var (campaign, open) = await _elsewhere.CampaignAsync();
        var (_, limited) = await _elsewhere.CampaignAsync(PerCustomer);
        var unique = await _elsewhere.IssueAsync(campaign, 3);
        await WarmAsync(open, limited);
        var customer = NewCustomer();

        await AssertSentAsync(4, customer, [open, limited, .. unique]);
        await AssertSentAsync(3, customer, [open, limited, .. unique]);
    }

    [Fact]
    public async Task UnknownCode_Warm_TakesOneLookUpAndWhatTheGuardCounts()
    {
        var (_, open) = await _elsewhere.CampaignAsync();
        await WarmAsync(open);

        var (answer, sent) = await _shop.ValidateAsync(NewCustomer(), [Sample.NewCode(), open]);

        Assert.Equal("unknown-code", answer["rejected"]?[0]?["reasons"]?[0]?["code"]?.GetValue<string>());
        Assert.Single(sent, request => request.IsOn("Codes"));
        Assert.All(sent, request => Assert.True(request.IsOn("Codes") || request.IsOn("Guesses"), request.ToString()));
    }

    [Fact]
    public async Task Alternatives_Warm_TakeOneForEachCampaignWithPerCustomerThatIsAsked()
    {
        // Nobody else's announced campaigns are in this currency.
        const string Currency = "ISK";
        var (_, refused) = await _elsewhere.CampaignAsync(currency: "EUR");
        for (var i = 0; i < 2; i++)
        {
            await _elsewhere.CampaignAsync(PerCustomer, Currency, announce: true);
        }

        await _elsewhere.CampaignAsync("{}", Currency, announce: true);
        await _shop.ValidateAsync(NewCustomer(), [], Currency);
        var customer = NewCustomer();

        var (answer, sent) = await _shop.ValidateAsync(customer, [refused], Currency);
        Assert.Equal((3, 2), (answer["alternatives"]?.AsArray().Count, sent.Count));
        Assert.Empty((await _shop.ValidateAsync(customer, [refused], Currency)).Sent);
        Assert.Empty((await _shop.ValidateAsync(customer, [], Currency)).Sent);
        Assert.Empty((await _shop.ValidateAsync(null, [], Currency)).Sent);
    }

    private static string NewCustomer() => Sample.NewId("c");

    /// <summary>Lets the counted process read what it keeps in memory, for a customer whom nobody asks about.</summary>
    private async Task WarmAsync(params string[] codes)
    {
        await _shop.ValidateAsync(NewCustomer(), codes);
        await _shop.RenewedAsync();
    }

    private async Task<JsonNode> AssertSentAsync(int expected, string? customer, params string[] codes)
    {
        var (answer, sent) = await _shop.ValidateAsync(customer, codes);
        Assert.True(sent.Count == expected, $"{expected} expected:\n{string.Join('\n', sent)}");
        return answer;
    }

    private static string? ReasonOf(JsonNode answer) => answer["rejected"]?[0]?["reasons"]?[0]?["code"]?.GetValue<string>();

    private static CustomerKey KeyOf(string id) =>
        CountedShop.Keys.Of(new Customer(id, id + "@example.com", null, null, [])) ?? throw new InvalidOperationException();

    private async Task<string> IssueAsync(CampaignId campaign, CodeKind kind, string customer) => kind == CodeKind.Personal
        ? (await _elsewhere.Codes.IssuePersonalAsync(new(campaign, "welcome", KeyOf(customer), "Jane", null), Cancellation)).Issued.Code.Value
        : (await _elsewhere.IssueAsync(campaign, 1))[0];

    /// <summary>Redeems a code at once, or holds it (and confirms it), in the other process, which then ends.</summary>
    private async Task<Redemption> RedeemAsync(CampaignId campaign, string code, string customer, bool? confirmed)
    {
        var issued = await _elsewhere.Codes.FindAsync(PromoCode.Parse(code), Cancellation);
        var view = await _elsewhere.Catalog.RefreshAsync(Cancellation);
        var part = new RedemptionPart(code, campaign.Value, view.Campaigns[campaign].Revision, 1, 500, issued?.Stamp);
        var order = Sample.NewId("o");
        var intent = new RedemptionIntent(order, order, KeyOf(customer).Value, "EUR", "web", 2_500, 500, "[]", [part])
        {
            Lines = [new BoughtLine("1", 2, 1_250)],
            HoldFor = confirmed == false ? null : TimeSpan.FromMinutes(5),
        };
        var made = Assert.IsType<RedeemOutcome.Made>(await _elsewhere.Books.RedeemAsync(intent, Cancellation)).Redemption;
        if (confirmed == true)
        {
            Assert.IsType<HoldOutcome.Done>(await _elsewhere.Books.ConfirmAsync(made.RedemptionId, Cancellation));
        }

        // What follows the commit is delivered before the process ends; whoever asks sooner asks for the redemption as well.
        await _elsewhere.DisposeAsync();
        return made;
    }
}
