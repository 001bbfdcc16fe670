using System.Globalization;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Offers;

namespace PromoFunctions.Domain.Tests.Offers;

public sealed class OfferIssueTests
{
    private static readonly CampaignZone Berlin = CampaignZone.Parse("Europe/Berlin");

    [Fact]
    public void IdOf_OncePerCustomer_IsTheSameForEver() => Assert.Equal(
        IdOf("welcome", OfferFrequency.Customer, "2026-07-01T12:00:00Z"),
        IdOf("welcome", OfferFrequency.Customer, "2031-07-01T12:00:00Z"));

    [Theory]
    [InlineData("2026-12-31T22:59:59Z", "2026-01-01T00:00:00Z", true)]
    [InlineData("2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z", false)]
    [InlineData("2026-12-31T23:00:00Z", "2027-12-31T22:59:59Z", true)]
    public void IdOf_OncePerYear_ChangesAtNewYearInTheCampaignsZone(string one, string other, bool same) => Assert.Equal(
        same,
        IdOf("birthday", OfferFrequency.Year, one) == IdOf("birthday", OfferFrequency.Year, other));

    [Fact]
    public void IdOf_AnOccasionOfAnyText_IsAKeyThatTableStorageTakes()
    {
        string[] occasions = ["a/b", "a\\b", "a#b", "a?b", "50 %", "Geburtstag 🎂", new string('x', OfferRules.MaxOccasionLength), "welcome", "Welcome"];

        var ids = occasions.Select(occasion => IdOf(occasion, OfferFrequency.Year, "2026-07-01T12:00:00Z")).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^offer\\|[0-9a-f]{32}\\|2026$", id));
    }

    private static string IdOf(string occasion, OfferFrequency frequency, string now) =>
        OfferIssue.IdOf(new OfferRules([occasion], 24, frequency), occasion, Berlin, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
}
