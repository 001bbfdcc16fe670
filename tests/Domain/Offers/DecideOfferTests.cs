using System.Globalization;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Offers;

namespace PromoFunctions.Domain.Tests.Offers;

/// <summary>A campaign from 1 June, 00:00, to 1 September 2026, 00:00, in Berlin: 22:00 UTC on the day before.</summary>
public sealed class DecideOfferTests
{
    [Theory]
    [InlineData("draft", "2026-07-01T12:00:00Z", "is a draft")]
    [InlineData("paused", "2026-07-01T12:00:00Z", "is paused")]
    [InlineData("ended", "2026-07-01T12:00:00Z", "has ended")]
    [InlineData("active", "2026-05-31T21:59:59Z", "has not started yet")]
    [InlineData("active", "2026-08-31T22:00:00Z", "has ended")]
    public void Of_ACampaignThatDoesNotRun_SaysHowItStands(string status, string now, string standing) =>
        Assert.Equal(new OfferDecision.Refused(standing), Decide(24, now, status));

    [Theory]
    [InlineData("2026-05-31T22:00:00Z", 1, "2026-05-31T23:00:00Z")]
    [InlineData("2026-07-01T12:00:00.9876543Z", 336, "2026-07-15T12:00:00Z")]
    [InlineData("2026-08-31T20:00:00Z", 1, "2026-08-31T21:00:00Z")]
    [InlineData("2026-08-31T20:00:00Z", 2, "2026-08-31T22:00:00Z")]
    [InlineData("2026-08-31T20:00:00Z", 3, "2026-08-31T22:00:00Z")]
    [InlineData("2026-08-31T21:59:59Z", 87_600, "2026-08-31T22:00:00Z")]
    public void Of_ARunningCampaign_EndsAfterItsHoursButNeverAfterTheCampaign(string now, int validHours, string expiresAt) =>
        Assert.Equal(At(expiresAt), Assert.IsType<OfferDecision.Granted>(Decide(validHours, now)).ExpiresAt);

    private static OfferDecision Decide(int validHours, string now, string status = "active") => DecideOffer.Of(
        Given.Campaign("summer", Given.DefinitionJson(Given.PercentOff("20"), status: status)),
        new OfferRules(["welcome"], validHours, OfferFrequency.Customer),
        At(now));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
