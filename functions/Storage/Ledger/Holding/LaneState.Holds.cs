using System.Collections.Concurrent;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Held rows that are known under the present head: every change of one moves it.</content>
internal sealed partial class LaneState
{
    private const int MostHeld = 5_000;
    private readonly ConcurrentDictionary<OrderKey, HeldUses> _held = new();

    /// <summary>Whether a held row is known under the present head. Anybody may ask, the lane's writer alone relies on it.</summary>
    public bool Knows(OrderKey key) => _held.ContainsKey(key);

    /// <summary>Those of these held rows that still stand; their customers are known then.</summary>
    public async Task<IReadOnlyDictionary<OrderKey, HeldUses>> HeldAsync(IEnumerable<(OrderKey Key, DateTimeOffset Until)> holds, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(holds.Distinct().Select(async hold =>
            (hold.Key, Held: _held.TryGetValue(hold.Key, out var known) ? known
                : await services.Tables.Lanes.FindAsync(lane.Partition, HeldUses.RowOf(hold.Until, hold.Key.RedemptionId), cancellationToken).ConfigureAwait(false) is { } row ? HeldUses.Read(row)
                : null))).ConfigureAwait(false);
        var found = new Dictionary<OrderKey, HeldUses>();
        foreach (var (key, held) in rows)
        {
            if (held is not null)
            {
                found[key] = held;
            }
        }

        await Buckets.LoadAsync(found.Values.Select(held => held.Uses.Customer).OfType<string>(), sure: false, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private void KeepHeld(LanePlan plan)
    {
        foreach (var key in plan.Ended)
        {
            _held.TryRemove(key, out _);
        }

        if (_held.Count + plan.Held.Count > MostHeld)
        {
            _held.Clear();
        }

        foreach (var held in plan.Held)
        {
            _held[held.Key] = held;
        }
    }
}
