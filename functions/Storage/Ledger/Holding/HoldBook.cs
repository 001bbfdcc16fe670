using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>How holds stand, and their ends: the decision's row <c>c|n</c> tells, then each lane follows.</summary>
internal sealed class HoldBook(OrderBook orders, LaneRegistry lanes, TimeProvider clock)
{
    /// <summary>A redemption as it stood when its decision was read. A hold past its deadline that nobody has ended is ended here, so that no later look finds it confirmed.</summary>
    /// <exception cref="ArgumentException">The decision took nothing.</exception>
    public async Task<Redemption> PresentAsync(OrderKey key, Decision decision, CancellationToken cancellationToken)
    {
        var taken = decision.Redemption ?? throw new ArgumentException("What was given up has no state.", nameof(decision));
        if (taken.HeldUntil is not { } until)
        {
            return taken;
        }

        var ending = decision.Ending is null && clock.GetUtcNow() >= until
            ? await EndAsync(key, decision, HoldEnding.Expired, cancellationToken).ConfigureAwait(false)
            : decision.Ending;
        return ending is { } ended ? After(taken, ended) : taken;
    }

    /// <summary>Ends a hold unless it has ended. Ends once the uses of one that is released are there for others; what else its lanes have to book follows.</summary>
    /// <param name="key">The hold's attempt.</param>
    /// <param name="decision">Its decision, as last read; a hold.</param>
    /// <param name="wanted">The end to give it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<HoldEnding> EndAsync(OrderKey key, Decision decision, HoldEnding wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var over = decision.Redemption?.HeldUntil <= now;
        var ending = await orders.EndAsync(key, decision, over ? HoldEnding.Expired : wanted, now, cancellationToken).ConfigureAwait(false);
        if (decision.Ending is null || (wanted == HoldEnding.Released && ending == HoldEnding.Released && !over))
        {
            // Whoever released it before may have died before its lanes were told: a repeat tells them again.
            await FollowAsync(key, decision, ending, mayLag: true, cancellationToken).ConfigureAwait(false);
        }

        return ending;
    }

    /// <summary>Brings every lane to the end of a hold that stands; nothing when it has not ended.</summary>
    public async Task SettleAsync(OrderKey key, Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Redemption?.HeldUntil is not null
            && (decision.Ending ?? await orders.FindEndingAsync(key, cancellationToken).ConfigureAwait(false)) is { } ending)
        {
            await FollowAsync(key, decision, ending, mayLag: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A hold after its end.</summary>
    public static Redemption After(Redemption held, HoldEnding ending) => held with
    {
        State = ending == HoldEnding.Confirmed ? RedemptionState.Redeemed : RedemptionState.Released,
        HeldUntil = null,
    };

    private async Task FollowAsync(OrderKey key, Decision decision, HoldEnding ending, bool mayLag, CancellationToken cancellationToken)
    {
        if (decision.Redemption?.HeldUntil is not { } until)
        {
            return;
        }

        var waits = new List<Task>();
        foreach (var writer in decision.Lanes.Select(lanes.Get))
        {
            var end = writer.PostAsync(new EndHold(key, decision, ending, until) { MayLag = mayLag });
            if (mayLag && ending != HoldEnding.Released && !writer.Knows(key))
            {
                // Should it not be booked, the sweep after the deadline finds the hold with its end.
                _ = end.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
            else
            {
                waits.Add(end);
            }
        }

        await Task.WhenAll(waits).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
