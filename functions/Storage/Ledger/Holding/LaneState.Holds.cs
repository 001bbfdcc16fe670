using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Held rows that are known under the present head: every change of one moves it.</content>
internal sealed partial class LaneState
{
    private const int MostHeld = 5_000;
    private readonly Dictionary<OrderKey, HeldUses> _held = [];

    /// <summary>The held rows that commands are to end, where they still stand, and their customers' rows.</summary>
    public async Task<IReadOnlyDictionary<OrderKey, HeldUses>> HeldAsync(IEnumerable<EndHold> commands, CancellationToken cancellationToken)
    {
        var found = new Dictionary<OrderKey, HeldUses>();
        foreach (var command in commands)
        {
            if (_held.TryGetValue(command.Key, out var known))
            {
                found[command.Key] = known;
            }
            else if (await services.Tables.Lanes.FindAsync(lane.Partition, HeldUses.RowOf(command.Until, command.Key.RedemptionId), cancellationToken).ConfigureAwait(false) is { } row)
            {
                found[command.Key] = HeldUses.Read(row);
            }
        }

        await LoadCustomersAsync(found.Values.Select(held => held.Uses.Customer).OfType<string>().Where(key => !_customers.ContainsKey(key)).Distinct(), cancellationToken).ConfigureAwait(false);
        return found;
    }

    private void KeepHeld(LanePlan plan)
    {
        foreach (var key in plan.Ended)
        {
            _held.Remove(key);
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
