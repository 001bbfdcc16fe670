using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Evaluation;

public sealed class EntitlementTests
{
    private const string All = """["items", "order", "shipping"]""";

    private static readonly DateTimeOffset End = new(2026, 8, 31, 22, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Entitlement_OfACodeAlone_IsItsDiscount()
    {
        var entitlement = Of(Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"))), Given.Noon);

        Assert.Equal((500L, 1), (entitlement.Amount, entitlement.Applied?.Version));
        Assert.Equal([new AppliedLine("1", 500)], entitlement.Applied?.Lines);
        Assert.Empty(entitlement.Reasons);
    }

    [Fact]
    public void Entitlement_PastTheEnd_IsNothingUnlessTheEndIsIgnored()
    {
        var tea = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")));

        Assert.Equal([RefusalCodes.Expired], Of(tea, End).Reasons.Select(reason => reason.Code));
        Assert.Equal(0, Of(tea, End).Amount);
        Assert.Equal(500, Of(tea, End, ignoreEnd: true).Amount);
        Assert.Equal(500, Of(tea with { ExpiresAt = Given.Noon }, Given.Noon, ignoreEnd: true).Amount);
    }

    [Fact]
    public void Entitlement_IgnoringTheEnd_StillSeesEverythingElse()
    {
        var entitlement = Of(
            Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), conditions: """[ { "kind": "channel", "channels": ["app"] } ]""")),
            End,
            ignoreEnd: true);

        Assert.Equal([RefusalCodes.Channel], entitlement.Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void Entitlement_ByTheTermsOfTheOrdersTime_PassesOverLaterOnes()
    {
        var campaign = Given.Campaign("tea", Given.DefinitionJson(Given.PercentOff("20")));
        var changed = campaign.Change(
            Given.Value(Given.DefinitionJson(Given.PercentOff("50")), Domain.Campaigns.CampaignDefinition.Read),
            Given.Noon);
        var candidate = new Candidate(PromoCode.Parse("TEA"), changed);

        Assert.Equal((500L, 1), (Of(candidate, Given.Noon.AddTicks(-1)).Amount, Of(candidate, Given.Noon.AddTicks(-1)).Applied?.Version));
        Assert.Equal((1250L, 2), (Of(candidate, Given.Noon).Amount, Of(candidate, Given.Noon).Applied?.Version));
    }

    [Fact]
    public void Entitlement_BesideACodeThatWasRedeemed_IsWhatItAdds()
    {
        var order = Given.Candidate("ORDER", Given.DefinitionJson(Given.PercentOff("10", "order"), combinesWith: All));
        var tea = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), combinesWith: All));

        // Together 5.00 + 2.00; ORDER alone gave 2.50.
        Assert.Equal(450, Of(tea, Given.Noon, redeemed: order).Amount);
    }

    [Fact]
    public void Entitlement_BesideACodeItDoesNotCombineWith_IsNothing()
    {
        var order = Given.Candidate("ORDER", Given.DefinitionJson(Given.PercentOff("10", "order"), combinesWith: All));
        var tea = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20")));

        var entitlement = Of(tea, Given.Noon, redeemed: order);

        Assert.Equal("TEA cannot be used together with ORDER.", Assert.Single(entitlement.Reasons).Message);
    }

    [Fact]
    public void Entitlement_OfSeveralLines_IsSpreadAsItsDiscountIs()
    {
        var amount = Given.Candidate("TEN", Given.DefinitionJson(Given.AmountOff(1000)));
        var purchase = Given.Purchase(Given.Cart(["A x 1 5000", "B x 1 5000", "C x 1 5000"]));

        var entitlement = EvaluateOne.Entitlement(amount, purchase, [], ignoreEnd: false, Phrases.English);

        Assert.Equal([334, 333, 333], entitlement.Applied?.Lines.Select(line => line.Discount));
    }

    private static Entitlement Of(Candidate candidate, DateTimeOffset at, bool ignoreEnd = false, Candidate? redeemed = null)
    {
        RedeemedCode[] before = redeemed?.Campaign is { } campaign ? [new RedeemedCode(redeemed.Code, campaign, campaign.Latest)] : [];
        var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 2 1250"]), at: at);
        return EvaluateOne.Entitlement(candidate, purchase, before, ignoreEnd, Phrases.English);
    }
}
