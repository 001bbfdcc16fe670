using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class DeskCampaignTests
{
    private static readonly DateTimeOffset Now = GivenClaim.ReceivedAt;
    private static readonly DateTimeOffset Until = Now.AddDays(30);
    private static readonly CodeGift Gift = new(CodeGiftKind.Goodwill, 10, 30);
    private static readonly DeskCampaign Desk = Of(Gift);

    [Theory]
    [InlineData(CodeGiftKind.Goodwill, 10, "EUR", "desk-goodwill-eur-10")]
    [InlineData(CodeGiftKind.Goodwill, 12.5, "EUR", "desk-goodwill-eur-12_5")]
    [InlineData(CodeGiftKind.Recovery, 15, "JPY", "desk-recovery-jpy-15")]
    public void Campaign_OfEachPurposeCurrencyAndPercent_HasAnIdOfItsOwn(CodeGiftKind kind, double percent, string currency, string id) =>
        Assert.Equal(id, Of(new CodeGift(kind, (decimal)percent, 30), currency).Id.Value);

    [Fact]
    public void Campaign_AsTheDeskMakesIt_TakesThePercentOffAnOrderAndIsNotAnnounced()
    {
        var definition = Desk.Definition;

        Assert.Equal(new PercentOff(10, null, AppliesTo.WholeOrder), definition.Terms.Discount);
        Assert.Equal((Goal.Goodwill, false, Limits.None, CampaignStatus.Active), (definition.Goal, definition.Announce, definition.Limits, definition.Status));
        Assert.Equal(Goal.Recovery, Of(Gift with { Kind = CodeGiftKind.Recovery }).Definition.Goal);
        Assert.True(Desk.Gives(Campaign.Create(Desk.Id, definition), Now, Until));
    }

    [Fact]
    public void Campaign_ThatTheShopChanged_GivesOnlyWhileItStillGivesThat()
    {
        Assert.False(GivesAfter(definition => definition with { Status = CampaignStatus.Paused }));
        Assert.False(GivesAfter(definition => definition with { Status = CampaignStatus.Ended }));
        Assert.False(GivesAfter(definition => With(definition, terms => terms with { Discount = new PercentOff(5, null, AppliesTo.WholeOrder) })));
        Assert.False(GivesAfter(definition => With(definition, terms => terms with { EndsAt = Until.AddTicks(-1) })));
        Assert.True(GivesAfter(definition => With(definition, terms => terms with { EndsAt = Until })));
        Assert.True(GivesAfter(definition => With(definition, terms => terms with { Zone = CampaignZone.Parse("Asia/Tokyo"), CombinesWith = [DiscountClass.Shipping] })));
        Assert.True(GivesAfter(definition => definition with { Name = "Kindness", Limits = new Limits(1_000, 1, null) }));
    }

    private static bool GivesAfter(Func<CampaignDefinition, CampaignDefinition> change) =>
        Desk.Gives(Campaign.Create(Desk.Id, Desk.Definition).Change(change(Desk.Definition), Now.AddDays(-1)), Now, Until);

    private static CampaignDefinition With(CampaignDefinition definition, Func<Terms, Terms> change) => definition with { Terms = change(definition.Terms) };

    private static DeskCampaign Of(CodeGift gift, string currency = "EUR") => DeskCampaign.Of(gift, Currency.Of(currency), CampaignZone.Parse("Europe/Berlin"));
}
