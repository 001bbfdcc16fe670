using System.Globalization;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Delivers outbox rows that a crash left in a lane, oldest first.</summary>
internal sealed class OutboxRepair(PromoTables tables, OrderBook orders, OutboxBooking booking, EventFeed feed)
{
    /// <summary>Delivers what a lane has of them.</summary>
    /// <param name="writer">The lane's writer, which deletes them.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="olderThan">Younger rows are their own process's to deliver.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The rows delivered, and those whose events wait for their publisher.</returns>
    public async Task<(int Delivered, int Waiting)> RunAsync(LaneWriter writer, LaneKey lane, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var (delivered, waiting) = (0, 0);
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (row.GetDateTimeOffset("At") >= olderThan)
            {
                continue;
            }

            var entries = OutboxEntry.Read(row);
            var sequence = long.Parse(row.RowKey.AsSpan(LaneKey.OutboxPrefix.Length), CultureInfo.InvariantCulture);
            var attempts = await UndecidedAsync(entries, cancellationToken).ConfigureAwait(false);
            await booking.BookAsync(lane, sequence, row.GetString("Batch") ?? "", entries, attempts, cancellationToken).ConfigureAwait(false);
            if (!await feed.TryPublishAsync(lane, sequence, entries, cancellationToken).ConfigureAwait(false))
            {
                waiting++;
                continue;
            }

            writer.Forget(sequence);
            delivered++;
        }

        return (delivered, waiting);
    }

    /// <summary>The attempts that a row took uses for and whose decisions are not written.</summary>
    private async Task<List<Attempt>> UndecidedAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        var attempts = new List<Attempt>();
        foreach (var id in entries.Where(entry => entry.Takes).Select(entry => entry.RedemptionId).Distinct())
        {
            if (OrderKey.Parse(id) is { } key
                && await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is null
                && await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false) is { } attempt)
            {
                attempts.Add(attempt);
            }
        }

        return attempts;
    }
}
