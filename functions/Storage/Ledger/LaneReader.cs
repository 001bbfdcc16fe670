using System.Collections.Concurrent;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What is left of limits, for answers that do not bind: at most <see cref="MostAge"/> old.</summary>
internal sealed partial class LaneReader(PromoTables tables, LaneRegistry lanes, TimeProvider clock)
{
    /// <summary>API.md: limits in validation are as of at most 5 seconds ago. A little less, for the answer's own time.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(4.5);

    /// <summary>From this age on a reading is renewed beside the answer, so that a warm validation waits for no storage.</summary>
    private static readonly TimeSpan RenewAge = TimeSpan.FromSeconds(2);

    private const int MostCustomers = 20_000;
    private readonly ConcurrentDictionary<LaneKey, Task<LaneSnapshot>> _heads = new();
    private readonly ConcurrentDictionary<(LaneKey Lane, string Customer), (int Count, long AsOf)> _customers = new();

    public async ValueTask<LimitsLeft> LimitsLeftAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken)
    {
        var lane = new LaneKey(campaign, customerKey is null ? 0 : LaneKey.Of(customerKey, limits.Lanes));
        var (units, money) = limits.Units is null && limits.Money is null
            ? (null, null)
            : await RoomAsync(campaign, limits, customerKey, cancellationToken).ConfigureAwait(false);
        int? customer = null;
        if (limits.PerCustomer is { } most && customerKey is not null)
        {
            customer = most - await UsesAsync(lane, customerKey, cancellationToken).ConfigureAwait(false);
            if (customer <= 0)
            {
                // A hold of the customer's own that is over may be what counts: only then is the lane's head looked at.
                await HeadAsync(lane, customerKey, cancellationToken).ConfigureAwait(false);
                customer = Math.Max(0, most - await UsesAsync(lane, customerKey, cancellationToken).ConfigureAwait(false));
            }
        }

        return new(units, money, customer);
    }

    /// <summary>What all lanes together have left; room on its way between two of them counts.</summary>
    private async ValueTask<(long? Units, long? Money)> RoomAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken)
    {
        // All at once: one after the other, a cold look would wait for as many answers as there are lanes.
        LaneHead[] heads = limits.Lanes == 1
            ? [await HeadAsync(new(campaign, 0), customerKey, cancellationToken).ConfigureAwait(false)]
            : await Task.WhenAll(Enumerable.Range(0, limits.Lanes).Select(number => HeadAsync(new(campaign, number), customerKey, cancellationToken).AsTask())).ConfigureAwait(false);

        return Left(limits, heads);
    }

    private static (long? Units, long? Money) Left(LaneLimits limits, LaneHead[] heads)
    {
        // Before the bank has a head, it has all of the limits.
        var units = heads[0].Units is null ? limits.Units ?? 0 : 0;
        var money = heads[0].Money is null ? limits.Money ?? 0 : 0;
        foreach (var head in heads)
        {
            units += (head.FreeUnits ?? 0) + head.Out.Values.Sum(sent => sent.Units);
            money += (head.FreeMoney ?? 0) + head.Out.Values.Sum(sent => sent.Money);
        }

        return (limits.Units is null ? null : units, limits.Money is null ? null : money);
    }

    private async ValueTask<LaneHead> HeadAsync(LaneKey lane, string? customerKey, CancellationToken cancellationToken) =>
        await WithoutDeadAsync(lane, (await FreshHeadAsync(lane, cancellationToken).ConfigureAwait(false)).Head, customerKey, cancellationToken).ConfigureAwait(false);

    /// <summary>The head after holds that are dead by now, and those that it says are released, have given their room back: a deadline passes without anybody writing it down.</summary>
    private async ValueTask<LaneHead> WithoutDeadAsync(LaneKey lane, LaneHead head, string? customerKey, CancellationToken cancellationToken)
    {
        if (!(head.EarliestDeadline <= clock.GetUtcNow()) && head.Released.Length == 0)
        {
            return head;
        }

        var writer = lanes.Get(lane);
        await writer.PostAsync(new EndDeadHolds()).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (customerKey is not null)
        {
            _customers.TryRemove((lane, customerKey), out _);
        }

        return writer.Snapshot?.Head ?? head;
    }

    private async ValueTask<LaneSnapshot> FreshHeadAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        // What this process wrote last is as good as a reading, and it is newer.
        if (lanes.Find(lane)?.Snapshot is { } written && clock.GetElapsedTime(written.AsOf) < RenewAge)
        {
            return written;
        }

        var reading = _heads.GetOrAdd(lane, ReadAsync);
        if (reading.IsCompletedSuccessfully)
        {
            var snapshot = await reading.ConfigureAwait(false);
            var age = clock.GetElapsedTime(snapshot.AsOf);
            if (age < RenewAge)
            {
                return snapshot;
            }

            var next = ReadAsync(lane);
            _heads[lane] = next;
            if (age < MostAge)
            {
                return snapshot;
            }

            reading = next;
        }
        else if (reading.IsFaulted)
        {
            reading = ReadAsync(lane);
            _heads[lane] = reading;
        }

        return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<LaneSnapshot> ReadAsync(LaneKey lane)
    {
        var asked = clock.GetTimestamp();
        var row = await tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, CancellationToken.None).ConfigureAwait(false);
        return _lastRead[lane] = new(row is null ? new LaneHead() : LaneHead.Read(row), asked);
    }

    private async ValueTask<int> UsesAsync(LaneKey lane, string customerKey, CancellationToken cancellationToken)
    {
        if (_customers.TryGetValue((lane, customerKey), out var known) && clock.GetElapsedTime(known.AsOf) < MostAge)
        {
            return known.Count;
        }

        if (_customers.Count >= MostCustomers)
        {
            _customers.Clear();
        }

        var asked = clock.GetTimestamp();
        var row = await tables.Lanes.FindAsync(lane.Partition, LaneKey.BucketRow(LaneKey.BucketOf(customerKey)), cancellationToken).ConfigureAwait(false);
        var count = row is null ? 0 : CustomerBucket.Read(row).Find(customerKey)?.Count ?? 0;
        _customers[(lane, customerKey)] = (count, asked);
        return count;
    }
}
