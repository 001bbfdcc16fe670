using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Campaigns;

/// <summary>Says in the log which running campaigns' budgets are nearly used, so that an alert can be raised (infra/alerts.json).</summary>
public sealed class WatchBudgets(ICampaignCatalog catalog, IRedemptionLedger ledger, TimeProvider clock, ILogger<WatchBudgets> logger)
{
    /// <summary>A budget is nearly used when less than one part in this many is left.</summary>
    private const int Parts = 10;

    /// <summary>Reads the lanes of the running campaigns that have a budget, and of no others.</summary>
    /// <returns>How many were named.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var named = 0;
        foreach (var campaign in view.Campaigns.Values)
        {
            var definition = campaign.Definition;
            if (definition.Limits.Budget is not { } budget || definition.Status != CampaignStatus.Active || now < definition.Terms.StartsAt || now >= definition.Terms.EndsAt)
            {
                continue;
            }

            var left = (await ledger.LimitsLeftAsync(campaign, null, cancellationToken).ConfigureAwait(false)).Budget ?? budget;
            if (left < budget / (decimal)Parts)
            {
                Log.BudgetNearlyUsed(logger, campaign.Id.Value, left, budget);
                named++;
            }
        }

        return named;
    }
}
