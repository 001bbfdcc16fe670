using System.Collections.Concurrent;
using Azure.Data.Tables;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>Counts the journal of a closed day, over all lanes.</summary>
internal sealed class CountDay(PromoTables tables, TableRedemptionLedger ledger, TimeProvider clock)
{
    private const int LanesAtOnce = 8;

    /// <summary>Counts a day and keeps the count.</summary>
    /// <returns>The days of orders that it adjusts; null when entries of the day are still under way.</returns>
    public async Task<IReadOnlySet<string>?> OfAsync(IEnumerable<LaneKey> lanes, string day, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentBag<(LaneKey Lane, CountJournal Count)>();
        var waits = 0;
        await Parallel.ForEachAsync(
            lanes,
            new ParallelOptions { MaxDegreeOfParallelism = LanesAtOnce, CancellationToken = cancellationToken },
            async (lane, token) =>
            {
                // First this, then the journal: what has left the outbox by now stands there.
                if (await IsUnderWayAsync(lane, day, token).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref waits);
                    return;
                }

                counts.Add((lane, await CountJournal.OfAsync(tables, lane, day, token).ConfigureAwait(false)));
            }).ConfigureAwait(false);
        if (waits > 0)
        {
            return null;
        }

        await KeepCountAsync(day, counts, cancellationToken).ConfigureAwait(false);
        return counts.SelectMany(count => count.Count.Adjustments.Keys).Select(key => key.OrderDay).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether entries of a day, or of an earlier one, may not stand in the journal yet. What a dead process left is delivered here.</summary>
    private async Task<bool> IsUnderWayAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        if (!await StandsInOutboxAsync(lane, day, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await ledger.RepairLaneAsync(lane, cancellationToken).ConfigureAwait(false);
        return await StandsInOutboxAsync(lane, day, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> StandsInOutboxAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (OutboxEntry.Read(row).Any(entry => string.CompareOrdinal(entry.Day, day) <= 0))
            {
                return true;
            }
        }

        return false;
    }

    private async Task KeepCountAsync(string day, IReadOnlyCollection<(LaneKey Lane, CountJournal Count)> counts, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        foreach (var (lane, count) in counts)
        {
            rows.AddRange(count.Figures.Select(figures => BookRow.OfCount(lane, day, figures.Key, figures.Value)));
            rows.AddRange(count.Adjustments.Select(adjusted => BookRow.OfAdjustment(lane, day, adjusted.Key.OrderDay, adjusted.Key.Currency, adjusted.Value)));
        }

        foreach (var row in rows)
        {
            await tables.Rollups.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        // Last, so that a count that was cut short does not count.
        await tables.Rollups.UpsertEntityAsync(BookRow.OfMark(day, clock.GetUtcNow()), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
    }
}
