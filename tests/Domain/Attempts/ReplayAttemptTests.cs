using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Attempts;

public sealed class ReplayAttemptTests
{
    private const string Jane = """{ "email": "jane@example.com", "ordersPlaced": 0, "tags": ["newsletter"] }""";

    private static readonly Cart Tea = Given.Cart(["TEA-01 tea 2 1250"]);

    /// <summary>Terms, limits and states that refuse Jane's two teas, each for a reason of its own.</summary>
    public static TheoryData<string, string, string> Refusing() => new()
    {
        { "minimum-subtotal", """[ { "kind": "minimum-subtotal", "amount": 5000 } ]""", "{}" },
        { "minimum-quantity", """[ { "kind": "minimum-quantity", "quantity": 3, "of": "cart" } ]""", "{}" },
        { "channel", """[ { "kind": "channel", "channels": ["app"] } ]""", "{}" },
        { "region", """[ { "kind": "region", "regions": ["AT"] } ]""", "{}" },
        { "customer-tag", """[ { "kind": "customer-tag", "anyOf": ["vip"] } ]""", "{}" },
        { "returning-customers-only", """[ { "kind": "returning-customer", "minimumOrders": 1 } ]""", "{}" },
        { "not-at-this-time", """[ { "kind": "weekly-hours", "days": ["sunday"], "from": "08:00", "to": "09:00" } ]""", "{}" },
    };

    [Theory]
    [MemberData(nameof(Refusing))]
    public void Refusal_ThatTheTermsGive_IsNotWrong(string reason, string conditions, string limits)
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), conditions, limits));

        var attempt = Answered(candidate);

        Assert.Equal([reason], attempt.Reasons);
        Assert.False(WasWrong(attempt, candidate));
    }

    [Theory]
    [MemberData(nameof(Refusing))]
    public void Refusal_ThatTheTermsDoNotGive_IsWrong(string reason, string conditions, string limits)
    {
        var answered = Answered(Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), conditions, limits)));

        // The same row beside terms that never asked for that.
        Assert.Equal([reason], answered.Reasons);
        Assert.True(WasWrong(answered, Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")))));
    }

    [Fact]
    public void Failure_OfOurs_IsWrongWhateverTheCodeIs()
    {
        var failed = new CodeAttempt(new(Given.Noon, "1"), "p-1", null, [], new(), null);

        Assert.True(failed.Failed);
        Assert.True(WasWrong(failed, new Candidate(PromoCode.Parse("NOBODYKNOWS"), null)));
    }

    [Theory]
    [InlineData(0L, null, null, RefusalCodes.UsedUp)]
    [InlineData(null, 0L, null, RefusalCodes.BudgetUsedUp)]
    [InlineData(null, 499L, null, RefusalCodes.BudgetUsedUp)]
    [InlineData(null, null, 0, RefusalCodes.CustomerLimit)]
    public void Refusal_ByALimitWithoutRoomThen_IsNotWrongThoughThereIsRoomNow(long? total, long? budget, int? customer, string reason)
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), limits: """{ "perCustomer": 1 }"""));

        var attempt = Answered(candidate with { Limits = new LimitsLeft(total, budget, customer) });

        Assert.Equal([reason], attempt.Reasons);
        Assert.False(WasWrong(attempt, candidate));
        Assert.True(WasWrong(attempt with { Standing = attempt.Standing with { Limits = new LimitsLeft(1, 500, 1) } }, candidate));
    }

    [Fact]
    public void Refusal_OfACodeThatWasPausedVoidedOrUsedThen_IsNotWrongThoughItWorksNow()
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")));

        Assert.False(WasWrong(Answered(candidate with { Status = CodeStatus.Paused }), candidate));
        Assert.False(WasWrong(Answered(candidate with { Status = CodeStatus.Voided }), candidate));
        Assert.False(WasWrong(Answered(candidate with { Used = true }), candidate));
    }

    [Fact]
    public void Refusal_OfSomebodyElsesCode_IsNotWrong()
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"))) with { BoundTo = Given.Keys.Of(Given.Customer("""{ "id": "kim" }""")) };

        Assert.False(WasWrong(Answered(candidate), candidate));
    }

    [Fact]
    public void Refusal_ByEarlierTerms_IsNotWrongThoughLaterOnesAccept()
    {
        var campaign = Given.Campaign("tea", Given.DefinitionJson(Given.PercentOff("20"), """[ { "kind": "minimum-subtotal", "amount": 5000 } ]"""));
        var attempt = Answered(new(PromoCode.Parse("TEA"), campaign));

        var changed = campaign.Change(Given.Value(Given.DefinitionJson(Given.PercentOff("20")), CampaignDefinition.Read), Given.Noon.AddSeconds(1));

        Assert.False(WasWrong(attempt, new(PromoCode.Parse("TEA"), changed)));
    }

    [Theory]
    [InlineData(-5, true)]
    [InlineData(-4.9999999, false)]
    [InlineData(0, false)]
    public void Refusal_ByTermsThatWereChangedBefore_IsWrongFromFiveSecondsOn(double changedAfter, bool wrong)
    {
        var campaign = Given.Campaign("tea", Given.DefinitionJson(Given.PercentOff("20"), """[ { "kind": "minimum-subtotal", "amount": 5000 } ]"""));
        var stale = Answered(new(PromoCode.Parse("TEA"), campaign));

        var changed = campaign.Change(Given.Value(Given.DefinitionJson(Given.PercentOff("20")), CampaignDefinition.Read), Given.Noon.AddTicks((long)(changedAfter * TimeSpan.TicksPerSecond)));

        Assert.Equal(wrong, WasWrong(stale, new(PromoCode.Parse("TEA"), changed)));
    }

    [Fact]
    public void Refusal_WhileTheCampaignWasPaused_IsNotWrongAfterItRunsAgain()
    {
        var definition = Given.DefinitionJson(Given.PercentOff("20"));
        var paused = Given.Campaign("tea", definition)
            .Change(Given.Value(Given.DefinitionJson(Given.PercentOff("20"), status: "paused"), CampaignDefinition.Read), Given.Noon.AddHours(-2));
        var attempt = Answered(new(PromoCode.Parse("TEA"), paused));

        var running = paused.Change(Given.Value(definition, CampaignDefinition.Read), Given.Noon.AddHours(1));

        Assert.Equal([RefusalCodes.Paused], attempt.Reasons);
        Assert.False(WasWrong(attempt, new(PromoCode.Parse("TEA"), running)));
    }

    [Theory]
    [InlineData(-5, true)]
    [InlineData(-4.9999999, false)]
    [InlineData(60, false)]
    public void UnknownCode_ThatStoodFiveSecondsBefore_IsWrong(double standsAfter, bool wrong)
    {
        var code = PromoCode.Parse("TEA");
        var attempt = Answered(new(code, null));
        var now = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")));

        Assert.Equal([RefusalCodes.UnknownCode], attempt.Reasons);
        Assert.Equal(wrong, WasWrong(attempt, now, Given.Noon.AddTicks((long)(standsAfter * TimeSpan.TicksPerSecond))));
        Assert.False(WasWrong(attempt, now, standsSince: null));
        Assert.False(WasWrong(attempt, new(code, null), Given.Noon.AddDays(-1)));
    }

    [Fact]
    public void Refusal_BesideABetterCode_IsNotWrong()
    {
        var better = Given.Candidate("MORE", Given.DefinitionJson(Given.PercentOff("30")));
        var worse = Given.Candidate("LESS", Given.DefinitionJson(Given.PercentOff("20")));
        var purchase = Given.Purchase(Tea, Jane);
        var attempt = Kept(Given.Evaluation(purchase, better, worse), worse, purchase);

        Assert.Equal([RefusalCodes.NotCombinable], attempt.Reasons);
        Assert.False(ReplayAttempt.WasWrong(attempt, worse, null, id => id == better.Campaign?.Id ? better.Campaign : null));
        Assert.True(ReplayAttempt.WasWrong(attempt, worse, null, _ => null));
    }

    [Fact]
    public void Refusal_OfASessionWithoutACustomer_IsNotWrongWhereTheCampaignCountedByCustomer()
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), limits: """{ "perCustomer": 1 }"""));
        var purchase = Given.Purchase(Tea);
        var attempt = Kept(Given.Evaluation(purchase, candidate), candidate, purchase);

        Assert.Equal([RefusalCodes.CustomerRequired], attempt.Reasons);
        Assert.False(WasWrong(attempt, candidate));
        Assert.False(WasWrong(attempt, Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")))));
    }

    [Fact]
    public void Refusal_WhoseCartWasTooLargeToKeep_IsNotWrong()
    {
        var answered = Answered(Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), """[ { "kind": "channel", "channels": ["app"] } ]""")));

        Assert.False(WasWrong(answered with { Content = null }, Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")))));
    }

    private static bool WasWrong(CodeAttempt attempt, Candidate now, DateTimeOffset? standsSince = null) =>
        ReplayAttempt.WasWrong(attempt, now, standsSince, _ => null);

    private static CodeAttempt Answered(Candidate candidate)
    {
        var purchase = Given.Purchase(Tea, Jane);
        return Kept(Given.Evaluation(purchase, candidate), candidate, purchase);
    }

    private static CodeAttempt Kept(OrderEvaluation evaluation, Candidate candidate, Purchase purchase)
    {
        var rejected = Assert.Single(evaluation.Rejected, rejected => rejected.Code == candidate.Code);
        var noted = AttemptedCode.Refused(rejected, candidate, evaluation, purchase.At);
        return new(
            new(purchase.At, "1"),
            "p-1",
            noted.Code,
            noted.Reasons,
            noted.Standing,
            new(purchase.At, purchase.Cart, purchase.Customer?.OrdersPlaced, purchase.Customer?.Tags ?? [], purchase.CustomerKey));
    }
}
