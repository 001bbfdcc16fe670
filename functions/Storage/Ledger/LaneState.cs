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
    private LaneHead? _head;
    private bool _met;

    /// <summary>The customers' buckets.</summary>
    public LaneBuckets Buckets { get; } = new(lane, services.Tables);

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
            var reading = _met
                ? services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken)
                : Buckets.ReadWithHeadAsync(cancellationToken);
            if (await reading.ConfigureAwait(false) is { } row)
            {
                _met = true;
                Keep(LaneHead.Read(row));
                continue;
            }

            var limits = await services.LimitsAsync(lane, cancellationToken).ConfigureAwait(false);
            var first = LaneHead.First(lane, limits);
            await services.Tables.Lanes.TryInsertAsync(first.ToRow(lane), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over what a written transaction made true.</summary>
    public void Committed(LanePlan plan, IReadOnlyList<ETag> etags, long sent)
    {
        Buckets.Committed(plan.Buckets, etags);
        KeepHeld(plan);
        if (etags[0] == default)
        {
            // Without it the next transaction would carry no condition.
            Drop();
            return;
        }

        // The write proves that the head was true after it was sent: as good as a reading begun then.
        ReadAt = sent;
        Keep(plan.Head with { ETag = etags[0] });
    }

    /// <summary>Forgets the head, so that it is read again; of the customers nothing is sure then, since another writer may have changed them.</summary>
    public void Drop()
    {
        _head = null;
        Buckets.Doubt();
        _held.Clear();
    }

    /// <summary>The prepared rows of these attempts, where they still stand; their customers are known then.</summary>
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

        await Buckets.LoadAsync(found.Values.Select(uses => uses.Customer).OfType<string>(), sure: false, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private void Keep(LaneHead head)
    {
        _head = head;
        Snapshot = new(head, ReadAt);
    }
}
