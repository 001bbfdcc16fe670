using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Finds out, or decides, what became of an attempt whose decision is not written yet.</summary>
/// <remarks>
/// An owner acts alone for <see cref="Attempt.OwnerAlone"/>. After that a taker marks the attempt, moves the heads of its lanes, and looks:
/// a booking that is in the outbox is a commit; without one the attempt is given up. It cannot be booked any more: a transaction sent
/// before carries an old head, and an owner that reads the new head sees the mark.
/// </remarks>
internal sealed class OrderResolver(OrderBook orders, OutboxRows booked, LaneRegistry lanes, PromoTables tables, TimeProvider clock, ILogger<OrderResolver> logger)
{
    private readonly ConcurrentDictionary<LaneKey, byte> _looking = new();

    /// <summary>The decision as far as it can be seen now, or null: no such attempt, or still open.</summary>
    public async Task<Decision?> LookAsync(OrderKey key, CancellationToken cancellationToken)
    {
        if (await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is { } decision)
        {
            return decision;
        }

        return await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false) is { } attempt
            ? await FindCommitAsync(attempt, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>The same where most often there is no such attempt, which is one request then.</summary>
    public async Task<Decision?> LookForAsync(OrderKey key, CancellationToken cancellationToken) =>
        await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false) is { } attempt
            ? await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) ?? await FindCommitAsync(attempt, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The decision of an attempt that exists, made here when its owner is gone.</summary>
    public async Task<Decision> ResolveAsync(OrderKey key, CancellationToken cancellationToken)
    {
        if (await LookAsync(key, cancellationToken).ConfigureAwait(false) is { } seen)
        {
            return seen;
        }

        var attempt = await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("An attempt was to be resolved that does not exist.");
        for (var wait = TimeSpan.FromMilliseconds(25); ; wait = wait < TimeSpan.FromSeconds(1) ? wait * 2 : wait)
        {
            var left = attempt.At + Attempt.OwnerAlone - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return await TakeOverAsync(attempt, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(wait < left ? wait : left, clock, cancellationToken).ConfigureAwait(false);
            if (await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is { } decision)
            {
                return decision;
            }
        }
    }

    /// <summary>Settles a lane's prepared uses whose orders are decided, or old enough to be.</summary>
    public async Task<int> ResolvePendingAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        var resolved = 0;
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.PendingPrefix, cancellationToken).ConfigureAwait(false))
        {
            var key = PreparedUses.Read(row).Key;
            var decision = await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false);
            if (decision is null
                && await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false) is { } attempt
                && clock.GetUtcNow() - attempt.At > Attempt.OwnerAlone)
            {
                decision = await TakeOverAsync(attempt, cancellationToken).ConfigureAwait(false);
            }

            if (decision is not null)
            {
                await lanes.Get(lane).PostAsync(new SettlePrepared(key, decision)).ConfigureAwait(false);
                resolved++;
            }
        }

        return resolved;
    }

    /// <summary>Starts <see cref="ResolvePendingAsync"/> in the background, one look at a time for a lane.</summary>
    public void StartPending(LaneKey lane)
    {
        if (_looking.TryAdd(lane, 0))
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await ResolvePendingAsync(lane, CancellationToken.None).ConfigureAwait(false);
                }
                catch (Exception failure)
                {
                    Log.ResolveFailed(logger, failure);
                }
                finally
                {
                    _looking.TryRemove(lane, out _);
                }
            });
        }
    }

    /// <summary>The commit of an attempt in one lane, seen in the lane's outbox. An order over several lanes is decided by its decision row alone.</summary>
    private async Task<Decision?> FindCommitAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Lanes.Length > 1)
        {
            return null;
        }

        if (await booked.FindBookingAsync(attempt.Lanes[0], attempt.Key, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            return await orders.DecideAsync(attempt.Key, Decision.Commit(attempt, entry.At, entry.HeldUntil), cancellationToken).ConfigureAwait(false);
        }

        // Delivered and deleted between the two looks: then its decision stands.
        return await orders.FindDecisionAsync(attempt.Key, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Decision> TakeOverAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await orders.MarkTakeoverAsync(attempt.Key, cancellationToken).ConfigureAwait(false);
        foreach (var lane in attempt.Lanes)
        {
            await lanes.Get(lane).PostAsync(new TouchHead()).ConfigureAwait(false);
        }

        var decision = await FindCommitAsync(attempt, cancellationToken).ConfigureAwait(false)
            ?? await orders.DecideAsync(attempt.Key, Decision.Abort, cancellationToken).ConfigureAwait(false);
        if (attempt.Lanes.Length > 1)
        {
            // All its lanes at once: the order's next attempt must not meet what this one prepared.
            await Task.WhenAll(attempt.Lanes.Select(lane =>
                lanes.Get(lane).PostAsync(new SettlePrepared(attempt.Key, decision)))).ConfigureAwait(false);
        }

        return decision;
    }
}
