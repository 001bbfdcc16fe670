using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Holds: marks for the sweep, and ends of those that are dead.</content>
internal sealed partial class LaneWriter
{
    /// <summary>Dead holds that one transaction ends: each is a row that goes and mostly a customer's row.</summary>
    private const int MostDead = 40;

    private readonly SortedSet<string> _deadlines = new(StringComparer.Ordinal);

    /// <summary>Tells the sweep when the plan's holds are over, before they stand: once a deadline's minute.</summary>
    private async Task MarkDeadlinesAsync(LanePlan plan)
    {
        if (plan.Held.Count == 0)
        {
            return;
        }

        foreach (var row in plan.Held.Select(held => DueRow.ForHold(held.Until, _lane)).DistinctBy(row => row.PartitionKey).Where(row => !_deadlines.Contains(row.PartitionKey)))
        {
            await _services.Tables.Due.UpsertEntityAsync(row, TableUpdateMode.Replace, _stop.Token).ConfigureAwait(false);
            _deadlines.Add(row.PartitionKey);
        }

        // A sweep has taken the marks of the minutes that are over.
        var past = DueRow.Minute(_services.Clock.GetUtcNow());
        _deadlines.RemoveWhere(minute => string.CompareOrdinal(minute, past) <= 0);
    }

    /// <summary>The lane's holds past their deadlines, each with its end: from here on none of them can end otherwise.</summary>
    private async Task<DeadHolds> FindDeadAsync(DateTimeOffset now)
    {
        var (found, next) = (new List<HeldUses>(), default(DateTimeOffset?));
        await foreach (var row in _services.Tables.Lanes.RowsAsync(_lane.Partition, HeldUses.Prefix, _stop.Token).ConfigureAwait(false))
        {
            var held = HeldUses.Read(row);
            if (held.Until > now || found.Count == MostDead)
            {
                next = held.Until;
                break;
            }

            found.Add(held);
        }

        await _state.LoadCustomersAsync(found.Select(held => held.Uses.Customer).OfType<string>().Where(key => !_state.Customers.ContainsKey(key)).Distinct(), _stop.Token).ConfigureAwait(false);
        var endings = await Task.WhenAll(found.Select(held => _services.Orders.EndAsync(held.Key, HoldEnding.Expired, now, _stop.Token))).ConfigureAwait(false);
        return new([.. found.Zip(endings)], next);
    }
}
