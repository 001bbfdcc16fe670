using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Looks at the lanes and refunds that were marked for it, and finishes what a dead process left there. Cost follows what is due.</summary>
public sealed class LedgerSweep(PromoTables tables, TableRedemptionLedger ledger, TimeProvider clock, ILogger<LedgerSweep> logger)
{
    /// <summary>Works off everything that is due by now. Safe beside itself on other instances: every step may be done twice.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var until = DueRow.Minute(clock.GetUtcNow());
        var marks = new List<TableEntity>();
        await foreach (var row in tables.Due.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey le {until}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            marks.Add(row);
        }

        var (delivered, waiting, resolved) = (0, 0, 0);
        var lanes = marks.Select(DueRow.LaneOf).OfType<LaneKey>().ToHashSet();
        var failures = new List<Exception>();
        var done = new HashSet<LaneKey>();
        var held = marks.Select(DueRow.HeldLaneOf).OfType<LaneKey>().ToHashSet();
        foreach (var lane in lanes.Union(held))
        {
            try
            {
                if (lanes.Contains(lane))
                {
                    var repaired = await ledger.RepairLaneAsync(lane, cancellationToken).ConfigureAwait(false);
                    delivered += repaired.Delivered;
                    resolved += repaired.Resolved;
                    if (repaired.Waiting > 0)
                    {
                        // Its marks stay, so that a later sweep publishes them.
                        waiting += repaired.Waiting;
                        continue;
                    }
                }
                else
                {
                    await ledger.EndDeadHoldsAsync(lane, cancellationToken).ConfigureAwait(false);
                }

                done.Add(lane);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The other lanes do not wait behind it; its marks stay.
                failures.Add(failure);
            }
        }

        foreach (var row in marks)
        {
            if (DueRow.RefundOf(row) is { } refund)
            {
                try
                {
                    if (await ledger.Refunds.FinishAsync(refund, cancellationToken).ConfigureAwait(false))
                    {
                        await tables.Due.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    failures.Add(failure);
                }
            }
        }

        // Only now: a sweep that dies before leaves its marks to the next.
        foreach (var row in marks.Where(row => (DueRow.LaneOf(row) ?? DueRow.HeldLaneOf(row)) is { } lane && done.Contains(lane)))
        {
            await tables.Due.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (lanes.Count > 0)
        {
            Log.Swept(logger, lanes.Count, delivered, resolved);
        }

        if (waiting > 0)
        {
            Log.EventsLeft(logger, waiting);
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some lanes or refunds could not be swept; they are tried again.", failures);
        }
    }
}
