using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Catalog;

/// <content>Public codes.</content>
public sealed partial class TableCampaignCatalog
{
    /// <inheritdoc/>
    public async Task<AddCodeOutcome> AddPublicCodeAsync(CampaignId id, PromoCode code, CancellationToken cancellationToken)
    {
        var nonce = Nonce();
        if (await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(id.Value), cancellationToken).ConfigureAwait(false) is null)
        {
            return AddCodeOutcome.NoCampaign;
        }

        if (!await NameAsync(code, cancellationToken).ConfigureAwait(false))
        {
            return AddCodeOutcome.Exists;
        }

        while (true)
        {
            var stamp = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.StampRow, cancellationToken).ConfigureAwait(false);
            if (await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOfCode(code), cancellationToken).ConfigureAwait(false) is { } standing)
            {
                if (standing.GetString(CampaignRow.Nonce) != nonce)
                {
                    return AddCodeOutcome.Exists;
                }

                break;
            }

            var row = CampaignRow.OfCode(code, id, nonce, clock.GetUtcNow());
            var actions = new List<TableTransactionAction> { new(TableTransactionActionType.Add, row) };
            AddLog(actions, stamp, row.RowKey);
            if ((await tables.Catalog.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false)).Result == WriteResult.Written)
            {
                break;
            }
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return AddCodeOutcome.Added;
    }

    /// <inheritdoc/>
    public async Task<SetCodeStatusOutcome> SetCodeStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stamp = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.StampRow, cancellationToken).ConfigureAwait(false);
            if (await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOfCode(code), cancellationToken).ConfigureAwait(false) is not { } row)
            {
                return SetCodeStatusOutcome.NoCode;
            }

            var standing = CampaignRow.ReadCode(row);
            var (campaign, campaignRow) = await _reader.FindCampaignAsync(standing.CampaignId, null, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException("A public code's campaign is missing.");
            if (standing.Status != status && standing.Status == CodeStatus.Voided)
            {
                return SetCodeStatusOutcome.Voided;
            }

            if (standing.Status != status)
            {
                // The campaign's revision counts on, so that the ledger sends back what was decided by the old status.
                var now = clock.GetUtcNow();
                campaign = campaign.Change(campaign.Definition, now);
                CampaignRow.SetStatus(row, new(status, now));
                var changed = CampaignRow.OfCampaign(campaign, Nonce());
                var actions = new List<TableTransactionAction>
                {
                    new(TableTransactionActionType.UpdateReplace, row, row.ETag),
                    new(TableTransactionActionType.UpdateReplace, changed, campaignRow.ETag),
                };
                AddLog(actions, stamp, changed.RowKey, row.RowKey);
                if ((await tables.Catalog.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false)).Result != WriteResult.Written)
                {
                    continue;
                }
            }

            // Also when the status stood already: whoever set it may have died before the ledger was told.
            await FinishAsync(campaign, cancellationToken).ConfigureAwait(false);
            return SetCodeStatusOutcome.Set;
        }
    }

    /// <summary>Takes a name for a public code. False: a unique or personal code has it.</summary>
    private async Task<bool> NameAsync(PromoCode code, CancellationToken cancellationToken)
    {
        while (await tables.Codes.TryInsertAsync(CodeRow.OfPublic(code), cancellationToken).ConfigureAwait(false) != WriteResult.Written)
        {
            if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                // Also one whose taker died before the catalogue had it: the catalogue decides whose a public name is.
                return CodeRow.Read(standing).Kind == CodeKind.Public;
            }
        }

        return true;
    }
}
