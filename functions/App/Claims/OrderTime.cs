using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.App.Claims;

/// <summary>Takes a code back to an order's time.</summary>
internal static class OrderTime
{
    /// <summary>
    /// The code with its campaign as far as it stood then. Terms are kept by version, the status is not: a campaign whose
    /// period was over by the claim, and which was therefore closed, is judged by its period; one that was ended within its
    /// period or is paused stays so.
    /// </summary>
    public static Candidate AsItStood(Candidate candidate, DateTimeOffset claimedAt)
    {
        if (candidate.Campaign is not { Definition: { Status: CampaignStatus.Ended } definition } campaign || claimedAt < definition.Terms.EndsAt)
        {
            return candidate;
        }

        var running = definition with { Status = CampaignStatus.Active };
        return candidate with { Campaign = Campaign.Restore(campaign.Id, campaign.Revision, running, campaign.Versions) };
    }
}
