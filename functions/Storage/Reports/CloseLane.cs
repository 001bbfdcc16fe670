using Azure.Data.Tables;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>Closes the days of a lane. Every step may be done twice, by several processes: a sealed day's figures never change again.</summary>
internal sealed class CloseLane(PromoTables tables, TableRedemptionLedger ledger)
{
    /// <summary>Lets nothing more into a day and the earlier ones, and moves their figures from the head to the roll-ups.</summary>
    public async Task ThroughAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        if (await FindHeadAsync(tables, lane, cancellationToken).ConfigureAwait(false) is { } head
            && string.CompareOrdinal(head.SealedThrough, day) >= 0
            && head.Days.Keys.All(open => string.CompareOrdinal(open, head.SealedThrough) > 0))
        {
            return;
        }

        var writer = ledger.Lanes.Get(lane);
        var frozen = await writer.PostAsync(new SealDay(day)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (frozen.IsEmpty)
        {
            return;
        }

        var currency = (await FindHeadAsync(tables, lane, cancellationToken).ConfigureAwait(false))?.Currency ?? throw new IOException("A lane's head is gone.");
        foreach (var (closed, figures) in frozen)
        {
            await tables.Rollups.UpsertEntityAsync(BookRow.OfRollup(lane, closed, currency, figures), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        await writer.PostAsync(new DropDays([.. frozen.Keys])).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A lane's head, or null while the lane has none.</summary>
    public static async Task<LaneHead?> FindHeadAsync(PromoTables tables, LaneKey lane, CancellationToken cancellationToken) =>
        await tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row ? LaneHead.Read(row) : null;
}
