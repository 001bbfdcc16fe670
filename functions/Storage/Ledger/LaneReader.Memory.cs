using System.Collections.Concurrent;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Storage.Ledger;

/// <content>What was read last, while storage does not answer.</content>
internal sealed partial class LaneReader
{
    // Apart from the readings under way: one that fails takes the place of the one before it there.
    private readonly ConcurrentDictionary<LaneKey, LaneSnapshot> _lastRead = new();

    /// <summary>What was left of limits by the last readings of this process, however old; null when a lane was never read.</summary>
    public LastKnownLimits? LastKnown(string campaign, LaneLimits limits, string? customerKey)
    {
        long? oldest = null;
        (long? units, long? money) = (null, null);
        if (limits.Units is not null || limits.Money is not null)
        {
            var heads = new LaneHead[limits.Lanes];
            for (var number = 0; number < heads.Length; number++)
            {
                if (LastRead(new(campaign, number)) is not { } snapshot)
                {
                    return null;
                }

                heads[number] = snapshot.Head;
                oldest = Math.Min(oldest ?? long.MaxValue, snapshot.AsOf);
            }

            (units, money) = Left(limits, heads);
        }

        var (customer, unknown) = ((int?)null, false);
        if (limits.PerCustomer is { } most && customerKey is not null)
        {
            customer = most;
            if (LastUses(new(campaign, LaneKey.Of(customerKey, limits.Lanes)), customerKey) is { } uses)
            {
                customer = Math.Max(0, most - uses.Count);
                oldest = Math.Min(oldest ?? long.MaxValue, uses.AsOf);
            }
            else
            {
                unknown = true;
            }
        }

        return new(new(units, money, customer), oldest is { } asked ? clock.GetUtcNow() - clock.GetElapsedTime(asked) : null, unknown);
    }

    private LaneSnapshot? LastRead(LaneKey lane)
    {
        var read = _lastRead.GetValueOrDefault(lane);
        return lanes.Find(lane)?.Snapshot is { } written && !(read?.AsOf > written.AsOf) ? written : read;
    }

    private (int Count, long AsOf)? LastUses(LaneKey lane, string customerKey) => _customers.TryGetValue((lane, customerKey), out var known) ? known : null;
}
