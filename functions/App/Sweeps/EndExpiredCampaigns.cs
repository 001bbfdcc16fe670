using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.App.Sweeps;

/// <summary>Marks campaigns whose period is over as ended.</summary>
public sealed class EndExpiredCampaigns(ICampaignCatalog catalog, TimeProvider clock, ILogger<EndExpiredCampaigns> logger)
{
    /// <summary>Looks at the campaigns in memory; writes those that are due. Safe beside itself: a campaign that somebody changed meanwhile is left to the next run.</summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var marked = 0;
        foreach (var campaign in view.Campaigns.Values)
        {
            var definition = campaign.Definition;
            if (definition.Status is CampaignStatus.Active or CampaignStatus.Paused
                && now >= definition.Terms.EndsAt
                && await catalog.SaveAsync(campaign.Id, definition with { Status = CampaignStatus.Ended }, campaign.Revision, cancellationToken).ConfigureAwait(false) is SaveCampaignOutcome.Saved)
            {
                marked++;
            }
        }

        if (marked > 0)
        {
            Log.CampaignsEnded(logger, marked);
        }

        return marked;
    }
}
