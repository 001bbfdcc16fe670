using System.Security.Cryptography;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Catalog;

/// <summary>The catalogue on Table Storage, with a view in memory that is asked for changes every 2 seconds while it is used.</summary>
public sealed partial class TableCampaignCatalog(PromoTables tables, TableRedemptionLedger ledger, TimeProvider clock, ILogger<TableCampaignCatalog> logger) : ICampaignCatalog
{
    private static readonly TimeSpan RenewAge = TimeSpan.FromSeconds(2);

    /// <summary>API.md: validation obeys a change within 5 seconds. Half a second is left for the answer itself.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(4.5);

    private readonly CatalogReader _reader = new(tables);
    private readonly Lock _gate = new();
    private (CatalogState State, long AsOf)? _known;
    private (Task<CatalogState> Reading, long AsOf)? _underWay;
    private long? _failedAt;

    /// <inheritdoc/>
    public async ValueTask<CatalogView> ViewAsync(CancellationToken cancellationToken)
    {
        var age = Age();
        if (age > RenewAge)
        {
            // Counted from the reading's start, so a process that was frozen in the middle reads again before it answers.
            var reading = StartReading(notBefore: null);
            if (age > MostAge && age < TimeSpan.MaxValue)
            {
                // What stands is too old for an answer that promises 5 seconds; whoever may use it asks for the last known.
                return IsSilentNow()
                    ? throw new TimeoutException("Storage does not answer.")
                    : (await reading.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false)).View;
            }

            if (age == TimeSpan.MaxValue)
            {
                return (await reading.WaitAsync(cancellationToken).ConfigureAwait(false)).View;
            }
        }

        lock (_gate)
        {
            if (_known is { } known)
            {
                return known.State.View;
            }
        }

        return (await StartReading(notBefore: null).WaitAsync(cancellationToken).ConfigureAwait(false)).View;
    }

    /// <inheritdoc/>
    public async Task<CatalogView> RefreshAsync(CancellationToken cancellationToken) =>
        (await StartReading(notBefore: clock.GetTimestamp()).WaitAsync(cancellationToken).ConfigureAwait(false)).View;

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

            var row = CampaignRow.OfCode(code, id, nonce);
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
                campaign = campaign.Change(campaign.Definition, clock.GetUtcNow());
                row[CampaignRow.Status] = (int)status;
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

    private TimeSpan Age()
    {
        lock (_gate)
        {
            return _known is { } known ? clock.GetElapsedTime(known.AsOf) : TimeSpan.MaxValue;
        }
    }

    /// <summary>The reading under way, or a new one when there is none that began late enough.</summary>
    private Task<CatalogState> StartReading(long? notBefore)
    {
        lock (_gate)
        {
            if (_underWay is { } running && !running.Reading.IsCompleted && !(running.AsOf < notBefore))
            {
                return running.Reading;
            }

            var asOf = clock.GetTimestamp();
            var reading = Task.Run(() => ReadAsync(asOf));
            _underWay = (reading, asOf);
            return reading;
        }
    }

    private async Task<CatalogState> ReadAsync(long asOf)
    {
        try
        {
            CatalogState? known;
            lock (_gate)
            {
                known = _known?.State;
            }

            var state = await _reader.ReadAsync(known, CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                if (_known is not { } standing || standing.State.Sequence <= state.Sequence)
                {
                    _known = (state, Math.Max(asOf, _known?.AsOf ?? asOf));
                }

                _failedAt = null;
            }

            return state;
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                _failedAt = clock.GetTimestamp();
            }

            Log.CatalogStale(logger, failure);
            throw;
        }
    }
}
