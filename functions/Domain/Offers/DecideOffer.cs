using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Offers;

/// <summary>Decides whether a campaign makes an offer now, and until when its code would work.</summary>
public static class DecideOffer
{
    /// <summary>Decides.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="rules">Its rules of offers.</param>
    /// <param name="now">The code counts its hours from here; whole seconds.</param>
    public static OfferDecision Of(Campaign campaign, OfferRules rules, DateTimeOffset now)
    {
        var terms = campaign.TermsAt(now)?.Terms ?? campaign.Latest.Terms;
        string? standing = campaign.StatusAt(now) switch
        {
            CampaignStatus.Draft => "is a draft",
            CampaignStatus.Paused => "is paused",
            CampaignStatus.Ended => "has ended",
            CampaignStatus.Active when campaign.TermsAt(now) is null || now < terms.StartsAt => "has not started yet",
            CampaignStatus.Active when now >= terms.EndsAt => "has ended",
            CampaignStatus.Active => null,
            _ => throw new InvalidOperationException("A campaign stands where no offer looks."),
        };
        if (standing is not null)
        {
            return new OfferDecision.Refused(standing);
        }

        var second = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var expiresAt = second.AddHours(rules.ValidHours);
        return new OfferDecision.Granted(terms, (expiresAt < terms.EndsAt ? expiresAt : terms.EndsAt).ToUniversalTime());
    }
}

/// <summary>What was decided about an offer.</summary>
public abstract record OfferDecision
{
    private OfferDecision()
    {
    }

    /// <summary>The offer is made.</summary>
    /// <param name="Terms">What its code gives.</param>
    /// <param name="ExpiresAt">The first instant at which the code no longer works, in UTC: never after the campaign's end.</param>
    public sealed record Granted(Terms Terms, DateTimeOffset ExpiresAt) : OfferDecision;

    /// <summary>The campaign does not run.</summary>
    /// <param name="Standing">How it stands, to follow "The campaign".</param>
    public sealed record Refused(string Standing) : OfferDecision;
}
