using Azure;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A head and when it was true at the latest.</summary>
/// <param name="Head">The head.</param>
/// <param name="AsOf">Monotonic time at which its read began, or its write was sent.</param>
internal sealed record LaneSnapshot(LaneHead Head, long AsOf);

/// <summary>What a lane's writer remembers between transactions. True as long as the head's ETag is.</summary>
internal sealed partial class LaneState(LaneKey lane, LaneServices services)
{
    private const int MostCustomers = 5_000;
    private readonly Dictionary<string, CustomerUses> _customers = new(StringComparer.Ordinal);
    private LaneHead? _head;

    /// <summary>Customers' rows that are known under the present head.</summary>
    public IReadOnlyDictionary<string, CustomerUses> Customers => _customers;

    /// <summary>Monotonic time at which the present head was asked for.</summary>
    public long ReadAt { get; private set; }

    /// <summary>The last head seen, for others to read.</summary>
    public LaneSnapshot? Snapshot { get; private set; }

    /// <summary>The head, read when it is not known. A campaign without a head yet gets one.</summary>
    public async Task<LaneHead> HeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_head is { } known)
            {
                return known;
            }

            ReadAt = services.Clock.GetTimestamp();
            if (await services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row)
            {
                Keep(LaneHead.Read(row));
                continue;
            }

            var limits = await services.LimitsAsync(lane, cancellationToken).ConfigureAwait(false);
            var first = LaneHead.First(lane, limits);
            await services.Tables.Lanes.TryInsertAsync(first.ToRow(lane), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over what a written transaction made true.</summary>
    public void Committed(LanePlan plan, ETag etag, long sent)
    {
        if (_customers.Count + plan.Customers.Count > MostCustomers)
        {
            _customers.Clear();
        }

        foreach (var (key, uses) in plan.Customers)
        {
            _customers[key] = uses with { Exists = true };
        }

        KeepHeld(plan);
        if (etag == default)
        {
            // Without it the next transaction would carry no condition.
            Drop();
            return;
        }

        // The write proves that the head was true after it was sent: as good as a reading begun then.
        ReadAt = sent;
        Keep(plan.Head with { ETag = etag });
    }

    /// <summary>Forgets the head, so that it is read again; and the customers, since another writer may have changed them.</summary>
    public void Drop()
    {
        _head = null;
        _customers.Clear();
        _held.Clear();
    }

    /// <summary>Reads customers' rows. They hold under any head read before, since a change of theirs moves it.</summary>
    public async Task LoadCustomersAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(keys.Select(async key =>
            (key, row: await services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.CustomerRow(key), cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (key, row) in rows)
        {
            _customers[key] = row is null ? CustomerUses.None : CustomerUses.Read(row);
        }
    }

    /// <summary>The prepared rows of these attempts, where they still stand, and their customers' rows.</summary>
    public async Task<IReadOnlyDictionary<OrderKey, PreparedUses>> PendingAsync(IEnumerable<OrderKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<OrderKey, PreparedUses>();
        foreach (var key in keys)
        {
            if (await services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.PendingRow(key.RedemptionId), cancellationToken).ConfigureAwait(false) is { } row)
            {
                found[key] = PreparedUses.Read(row);
            }
        }

        await LoadCustomersAsync(found.Values.Select(uses => uses.Customer).OfType<string>().Where(key => !_customers.ContainsKey(key)), cancellationToken).ConfigureAwait(false);
        return found;
    }

    private void Keep(LaneHead head)
    {
        _head = head;
        Snapshot = new(head, ReadAt);
    }
}
