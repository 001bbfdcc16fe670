using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Looks for what a lane has booked: in its outbox, and once that is delivered in the journal.</summary>
internal sealed class OutboxRows(PromoTables tables)
{
    /// <summary>The entry with which a lane's undelivered outbox took this redemption, or null.</summary>
    public async Task<OutboxEntry?> FindBookingAsync(LaneKey lane, OrderKey key, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (OutboxEntry.Read(row).FirstOrDefault(entry => entry.Takes && entry.RedemptionId == key.RedemptionId) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether a transaction that booked is in the table, delivered or not.</summary>
    /// <param name="lane">Its lane.</param>
    /// <param name="day">The day that it booked on.</param>
    /// <param name="sequence">The sequence of its outbox row.</param>
    /// <param name="batch">Its id.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    public async Task<bool> StandsAsync(LaneKey lane, string day, long sequence, string batch, CancellationToken cancellationToken)
    {
        var row = await tables.Lanes.FindAsync(lane.Partition, LaneKey.OutboxRow(sequence), cancellationToken).ConfigureAwait(false)
            ?? await tables.Journal.FindAsync(JournalRow.Partition(lane, day), JournalRow.Key(sequence), cancellationToken).ConfigureAwait(false);
        return row?.GetString("Batch") == batch;
    }
}
