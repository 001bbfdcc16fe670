using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Campaigns;
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
