using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Offers;

/// <summary>What makes two requests for an offer the same one: the occasion and, where the campaign says so, the year.</summary>
public static class OfferIssue
{
    private const string Ever = "ever";
    private const int OccasionBytes = 16;

    /// <summary>The idempotency key among the customer's codes of the campaign.</summary>
    /// <param name="rules">The campaign's.</param>
    /// <param name="occasion">Any text: the key has none of the characters that a key must not have.</param>
    /// <param name="zone">By whose calendar a year goes.</param>
    /// <param name="now">The instant of the request.</param>
    public static string IdOf(OfferRules rules, string occasion, CampaignZone zone, DateTimeOffset now)
    {
        var period = rules.OncePer switch
        {
            OfferFrequency.Customer => Ever,
            OfferFrequency.Year => zone.LocalTime(now).Year.ToString(CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException("An offer's frequency has no period."),
        };
        return $"offer|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(occasion)).AsSpan(0, OccasionBytes))}|{period}";
    }
}
