using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>From a code that did not work to the claim about it: whether it was our mistake is told by our own journal.</summary>
public sealed class SystemErrorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string AtLeast20 = """[ { "kind": "minimum-subtotal", "amount": 2000 } ]""";

    private readonly RealDesk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.CreateTablesAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Claim_AboutACodeThatFailedByOurFault_IsEscalatedAsAPossibleSystemError()
    {
        var (_, code) = await _desk.CampaignAsync("{}");
        var json = _desk.Json("failed", "rejected-code", code);
        var (cart, customer) = Sent(json);
        _desk.Records.Failed(new AttemptedRequest([PromoCode.Parse(code)], cart, customer, null, null));

        var claim = await ClaimedAsync(json);

        AssertSystemError(claim);
        Assert.Equal([], Assert.Single(claim.State.Facts?.RefusedAttempts ?? []).Reasons);
    }

    [Fact]
    public async Task Claim_AboutACodeThatWasRefusedThoughItsOwnCartMetTheTerms_IsEscalatedAsAPossibleSystemError()
    {
        var (campaign, code) = await _desk.CampaignAsync("""{ "total": 10 }""", AtLeast20);
        var json = _desk.Json("wrong", "rejected-code", code);
        var (cart, customer) = Sent(json);
        var now = DateTimeOffset.UtcNow;
        var key = new CustomerKeys("a secret of some length"u8).Of(customer);

        // The cart holds goods for €25.00, and nine uses were left.
        var standing = new AttemptStanding { CampaignId = campaign.Id, TermsVersion = 1, Limits = new(9, null, null) };
        _desk.Journal.Add(new SentCodes(now, now, key, null, cart, null, [], [new(PromoCode.Parse(code), ["minimum-subtotal"]) { NamesNobody = true, Standing = standing }]));

        AssertSystemError(await ClaimedAsync(json));
    }

    [Fact]
    public async Task Claim_AboutACodeThatWasRightlyRefused_IsDecidedByTheOrderAndToldOfTheRefusal()
    {
        var (_, code) = await _desk.CampaignAsync("{}", AtLeast20);
        var enough = _desk.Json("grew", "rejected-code", code);
        await RefusedAsync(enough, code);
        var small = _desk.Json("stayed", "rejected-code", code);
        Shrink(small);
        await RefusedAsync(small, code);

        var paid = await ClaimedAsync(enough);
        var denied = await ClaimedAsync(small);

        Assert.Equal(("valid-at-order-time", ClaimStatus.Approved), (paid.State.Decision?.Rule, paid.State.Status));
        Assert.Equal(("first-time-goodwill", ClaimStatus.Denied), (denied.State.Decision?.Rule, denied.State.Status));
        foreach (var claim in new[] { paid, denied })
        {
            var attempt = Assert.Single(claim.State.Facts?.RefusedAttempts ?? []);
            Assert.Equal(("minimum-subtotal", false), (Assert.Single(attempt.Reasons), attempt.Wrong));
            Assert.Contains($"Our records show that {code} was refused on ", claim.State.Reply?.Text, StringComparison.Ordinal);
            Assert.Contains("because the goods in the cart did not come to the amount that it asks for", claim.State.Reply?.Text, StringComparison.Ordinal);
        }

        Assert.Equal(2, await _desk.ReplayAsync());
    }

    private static void AssertSystemError(ClaimRecord claim)
    {
        Assert.Equal(
            ("potential-system-error", ClaimOutcome.Escalated, ClaimComplexity.High, ClaimStatus.Escalated),
            (claim.State.Decision?.Rule, claim.State.Decision?.Outcome, claim.State.Decision?.Complexity, claim.State.Status));
        Assert.True(Assert.Single(claim.State.Facts?.RefusedAttempts ?? []).Wrong);
        Assert.NotNull(claim.State.Escalation);
        Assert.Contains("Our own records show that you entered the code on ", claim.State.Reply?.Text, StringComparison.Ordinal);
    }

    private static void Shrink(JsonObject json) => (json["order"]?["cart"]?["lines"]?[0] ?? throw new InvalidOperationException("The sample has an order."))["quantity"] = 1;

    /// <summary>What the storefront sent for the claim's customer: the order's cart.</summary>
    private static (Cart Cart, Customer Customer) Sent(JsonObject json)
    {
        var claim = JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), new InputErrors(), reader => Claim.Read(reader, ClaimId.New(), DateTimeOffset.UtcNow));
        return (claim?.Order?.Cart ?? throw new InvalidOperationException("The sample has an order."), claim.Customer);
    }

    /// <summary>The customer tries the code with goods for €12.50.</summary>
    private async Task RefusedAsync(JsonObject json, string code)
    {
        var smaller = json.DeepClone().AsObject();
        Shrink(smaller);
        var (cart, customer) = Sent(smaller);
        var answer = await _desk.Validate.HandleAsync(new ValidateRequest([PromoCode.Parse(code)], cart, customer, null, null), new(customer, null, "key"), Phrases.English, Cancellation);
        Assert.Equal(200, answer.Status);
    }

    /// <summary>The order follows the attempt, and the claim the order.</summary>
    private Task<ClaimRecord> ClaimedAsync(JsonObject json)
    {
        (json["order"] ?? throw new InvalidOperationException("The sample has an order."))["placedAt"] = Sample.Instant(DateTimeOffset.UtcNow);
        return _desk.DecideAsync(json);
    }
}
