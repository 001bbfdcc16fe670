using System.Collections.Concurrent;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Brings room to a lane that has none left, from the bank or from wherever it lies, down to the last use.</summary>
/// <remarks>
/// "Nothing left" needs two equal readings of all heads: between them is an instant at which all of them stood so. One reading would
/// miss room that is given back behind it while it goes on.
/// </remarks>
internal sealed class GatherRoom(LaneRegistry lanes, RoomTransfers transfers, PromoTables tables, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RoomLeft> _found = new(StringComparer.Ordinal);

    /// <summary>What all lanes of a campaign had left when this process looked last; null when it never did. It refuses everybody who had come by then, in whatever lane.</summary>
    public RoomLeft? Found(string campaign) => _found.GetValueOrDefault(campaign);

    /// <summary>Tries to bring a lane's free room up to what its waiters need in all.</summary>
    /// <param name="lane">A lane of a campaign with several.</param>
    /// <param name="count">How many lanes it has.</param>
    /// <param name="needs">What each of its waiters needs; not empty.</param>
    /// <param name="since">Monotonic time: a finding of that time or later, for somebody else, will do.</param>
    /// <param name="cancellationToken">Gives up; what is on its way arrives all the same.</param>
    /// <returns>Null when enough came for one of them, or may have come; else what all lanes had left at one instant after the call began.</returns>
    public async Task<RoomLeft?> IntoAsync(LaneKey lane, int count, IReadOnlyList<RoomNeed> needs, long since, CancellationToken cancellationToken)
    {
        var bank = lane with { Lane = 0 };
        var (units, money) = (needs.Sum(need => need.Units), needs.Sum(need => need.Money));
        if (lane != bank && await transfers.MoveAsync(bank, lane, units, money, generous: true, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var gate = _gates.GetOrAdd(lane.CampaignId, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Found(lane.CampaignId) is { } found && found.AsOf >= since && needs.All(need => Refuses(found, need)))
            {
                return found;
            }

            var left = await CollectAsync(lane, count, needs, cancellationToken).ConfigureAwait(false);
            if (left is not null)
            {
                _found[lane.CampaignId] = left;
            }

            return left;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<RoomLeft?> CollectAsync(LaneKey lane, int count, IReadOnlyList<RoomNeed> needs, CancellationToken cancellationToken)
    {
        CollectorLease? lease = null;
        try
        {
            for (var tries = 0; ; tries++)
            {
                if (tries > 1)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(LaneServices.Jitter(10 * Math.Min(tries, 10))), clock, cancellationToken).ConfigureAwait(false);
                }

                var first = await transfers.HeadsAsync(lane.CampaignId, count, cancellationToken).ConfigureAwait(false);
                if (await SettleAsync(lane, first, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                var own = first[lane.Lane];
                if (needs.Any(need => Meets(own, need)))
                {
                    return null;
                }

                var units = own.FreeUnits is { } freeUnits ? needs.Sum(need => need.Units) - freeUnits : 0;
                var money = own.FreeMoney is { } freeMoney ? needs.Sum(need => need.Money) - freeMoney : 0;
                if (HasAny(lane, first, units, money))
                {
                    if (lease is null)
                    {
                        // Whoever had it may have moved what was seen.
                        lease = await CollectorLease.TakeAsync(tables, lane.CampaignId, clock, cancellationToken).ConfigureAwait(false);
                        continue;
                    }

                    if (await PullAsync(lane, first, units, money, cancellationToken).ConfigureAwait(false))
                    {
                        // Still under the lease: what came but is enough for nobody must not go to and fro between two askers.
                        continue;
                    }
                }

                var asOf = clock.GetTimestamp();
                var second = await transfers.HeadsAsync(lane.CampaignId, count, cancellationToken).ConfigureAwait(false);
                if (first.Select(head => head.ETag).SequenceEqual(second.Select(head => head.ETag)))
                {
                    var sum = Sum(second, asOf);
                    if (sum.Prepared > 0)
                    {
                        // Who waits for undecided orders looks again after a moment, not at once.
                        await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
                    }

                    return sum;
                }
            }
        }
        finally
        {
            if (lease is not null)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Settles what hides room: transfers under way, lapsed changes, undecided orders. True: look again.</summary>
    private async Task<bool> SettleAsync(LaneKey lane, IReadOnlyList<LaneHead> heads, CancellationToken cancellationToken)
    {
        var again = false;
        for (var number = 0; number < heads.Count; number++)
        {
            var (from, head) = (lane with { Lane = number }, heads[number]);
            again |= await transfers.FinishAsync(from, head, cancellationToken).ConfigureAwait(false);
            if (head.LoweredAt is not null)
            {
                again |= head.Frozen;
                again |= await lanes.LiftLapsedAsync(from, cancellationToken).ConfigureAwait(false);
            }

            if (head.EarliestDeadline <= clock.GetUtcNow() || head.Released.Length > 0)
            {
                await lanes.Get(from).PostAsync(new EndDeadHolds()).WaitAsync(cancellationToken).ConfigureAwait(false);
                again = true;
            }

            if (head.Prepared > 0)
            {
                lanes.ResolvePending(from);
            }
        }

        // The campaign was saved, and some lanes' stamps are still under way, or their writer died. The bank's may bring room.
        var latest = heads.Max(head => head.Revision);
        foreach (var lagging in Enumerable.Range(0, heads.Count).Where(number => heads[number].ETag != default && heads[number].Revision < latest))
        {
            var saved = await lanes.LimitsAsync(lane, cancellationToken).ConfigureAwait(false);
            await lanes.Get(lane with { Lane = lagging }).PostAsync(new StampLimits(saved)).WaitAsync(cancellationToken).ConfigureAwait(false);
            again = true;
        }

        return again;
    }

    private async Task<bool> PullAsync(LaneKey lane, IReadOnlyList<LaneHead> heads, long units, long money, CancellationToken cancellationToken)
    {
        var moved = false;
        foreach (var number in Enumerable.Range(0, heads.Count).Where(number => number != lane.Lane).OrderByDescending(number => heads[number].FreeUnits))
        {
            var (freeUnits, freeMoney) = (heads[number].FreeUnits ?? 0, heads[number].FreeMoney ?? 0);
            var (askUnits, askMoney) = (Math.Clamp(units, 0, Math.Max(0, freeUnits)), Math.Clamp(money, 0, Math.Max(0, freeMoney)));
            if (askUnits == 0 && askMoney == 0)
            {
                continue;
            }

            if (await transfers.MoveAsync(lane with { Lane = number }, lane, askUnits, askMoney, generous: false, cancellationToken).ConfigureAwait(false))
            {
                moved = true;
                units -= askUnits;
                money -= askMoney;
            }
        }

        return moved;
    }

    /// <summary>Whether another lane has any of what is wanted.</summary>
    private static bool HasAny(LaneKey lane, IReadOnlyList<LaneHead> heads, long units, long money) =>
        heads.Where((_, number) => number != lane.Lane).Any(head => (units > 0 && head.FreeUnits > 0) || (money > 0 && head.FreeMoney > 0));

    /// <summary>Whether a need is not met though all undecided orders gave their room back.</summary>
    private static bool Refuses(RoomLeft left, RoomNeed need) =>
        (need.Units > 0 && left.Units + left.Prepared < need.Units) || (need.Money > 0 && left.Money + left.PreparedMoney < need.Money);

    private static bool Meets(LaneHead head, RoomNeed need) => !(head.FreeUnits < need.Units) && !(head.FreeMoney < need.Money);

    private static RoomLeft Sum(IReadOnlyList<LaneHead> heads, long asOf) => new(
        asOf,
        heads.Any(head => head.Units is null) ? null : heads.Sum(head => head.FreeUnits),
        heads.Any(head => head.Money is null) ? null : heads.Sum(head => head.FreeMoney),
        heads.Sum(head => head.Prepared),
        heads.Sum(head => head.PreparedMoney),
        heads.Sum(head => head.Taken),
        heads.Sum(head => head.TakenMoney));
}
