using System.Security.Cryptography;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Catalog;

/// <content>Campaigns saved, and what every change of the catalogue leaves in its log and tells the ledger.</content>
public sealed partial class TableCampaignCatalog
{
    /// <inheritdoc/>
    public async Task<SaveCampaignOutcome> SaveAsync(CampaignId id, CampaignDefinition definition, int? ifMatch, CancellationToken cancellationToken)
    {
        var nonce = Nonce();
        while (true)
        {
            var stamp = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.StampRow, cancellationToken).ConfigureAwait(false);
            var found = await _reader.FindCampaignAsync(id, null, cancellationToken).ConfigureAwait(false);
            if (found is { } mine && mine.Row.GetString(CampaignRow.Nonce) == nonce)
            {
                return await FinishAsync(mine.Campaign, cancellationToken).ConfigureAwait(false);
            }

            var old = found?.Campaign;
            if (ifMatch is { } expected && expected != (old?.Revision ?? 0))
            {
                return new SaveCampaignOutcome.Stale(old?.Revision ?? 0);
            }

            if (old is not null && await ObjectionAsync(old, definition, cancellationToken).ConfigureAwait(false) is { } objection)
            {
                return objection;
            }

            var campaign = old?.Change(definition, clock.GetUtcNow()) ?? Campaign.Create(id, definition);
            var row = CampaignRow.OfCampaign(campaign, nonce);
            var actions = new List<TableTransactionAction>
            {
                found is { } read
                    ? new(TableTransactionActionType.UpdateReplace, row, read.Row.ETag)
                    : new(TableTransactionActionType.Add, row),
            };
            if (campaign.Versions.Count != old?.Versions.Count)
            {
                actions.Add(new(TableTransactionActionType.Add, CampaignRow.OfVersion(id, campaign.Latest)));
            }

            AddLog(actions, stamp, row.RowKey);
            if ((await tables.Catalog.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false)).Result == WriteResult.Written)
            {
                return await FinishAsync(campaign, cancellationToken).ConfigureAwait(false);
            }

            // Somebody else changed the catalogue, or the end is not known: the nonce tells on the next look.
        }
    }

    private static string Nonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The changes' places in the log: the stamp's ETag makes numbers without gaps.</summary>
    private static void AddLog(List<TableTransactionAction> actions, TableEntity? stamp, params ReadOnlySpan<string> keys)
    {
        var sequence = stamp?.GetInt64(CampaignRow.Sequence) ?? 0;
        foreach (var key in keys)
        {
            actions.Add(new(TableTransactionActionType.Add, CampaignRow.OfChange(++sequence, key)));
        }

        actions.Add(stamp is null
            ? new(TableTransactionActionType.Add, CampaignRow.OfStamp(sequence))
            : new(TableTransactionActionType.UpdateReplace, CampaignRow.OfStamp(sequence), stamp.ETag));
    }

    /// <summary>Why a change is refused, or null; room that the change takes away is gone when this returns.</summary>
    private async Task<SaveCampaignOutcome?> ObjectionAsync(Campaign old, CampaignDefinition definition, CancellationToken cancellationToken)
    {
        var currency = old.Definition.Terms.Currency;
        if (old.Definition.Status != CampaignStatus.Draft && definition.Terms.Currency != currency)
        {
            return new SaveCampaignOutcome.CurrencyFixed(currency.Code);
        }

        var (before, after) = (old.Definition.Limits, definition.Limits);
        var lowers = (after.Total is { } total && !(before.Total <= total)) || (after.Budget is { } budget && !(before.Budget <= budget));
        if (!lowers)
        {
            return null;
        }

        var target = new LaneLimits(old.Revision, currency.Code, after.Total, after.Budget, after.PerCustomer, old.Lanes);
        var result = await ledger.Lanes.Limits.LowerAsync(old.Id.Value, LaneLimits.Of(old), target, Nonce(), cancellationToken).ConfigureAwait(false);
        if (result.Stamped)
        {
            return null;
        }

        return result.Limit switch
        {
            LimitKind.Budget => new SaveCampaignOutcome.BudgetBelowTaken(result.Taken),
            _ => new SaveCampaignOutcome.TotalBelowTaken(result.Taken),
        };
    }

    private async Task<SaveCampaignOutcome> FinishAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.Revision > 1)
        {
            // Redemptions decided by older facts are sent back from here on. Of a new campaign there are none.
            await ledger.Lanes.Limits.StampAsync(campaign.Id.Value, LaneLimits.Of(campaign)).ConfigureAwait(false);
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return new SaveCampaignOutcome.Saved(campaign, campaign.Revision == 1);
    }
}
