using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>How holds stand, and their ends: row <c>d|n</c> decides, then each lane follows.</summary>
internal sealed class HoldBook(OrderBook orders, LaneRegistry lanes, TimeProvider clock)
{
    /// <summary>A redemption as it stands now. A hold past its deadline that nobody has ended is ended here, so that no later look finds it confirmed.</summary>
    /// <exception cref="ArgumentException">The decision took nothing.</exception>
    public async Task<Redemption> PresentAsync(OrderKey key, Decision decision, CancellationToken cancellationToken)
    {
        var taken = decision.Redemption ?? throw new ArgumentException("What was given up has no state.", nameof(decision));
        if (taken.HeldUntil is not { } until)
        {
            return taken;
        }

        var ending = await orders.FindEndingAsync(key, cancellationToken).ConfigureAwait(false);
        if (ending is null && clock.GetUtcNow() >= until)
        {
            ending = await EndAsync(key, decision, HoldEnding.Expired, cancellationToken).ConfigureAwait(false);
        }

        return ending is { } ended ? After(taken, ended) : taken;
    }

    /// <summary>Ends a hold unless it has ended, and brings every lane to the end that stands.</summary>
    public async Task<HoldEnding> EndAsync(OrderKey key, Decision decision, HoldEnding wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ending = await orders.EndAsync(key, decision.Redemption?.HeldUntil <= now ? HoldEnding.Expired : wanted, now, cancellationToken).ConfigureAwait(false);
        await SettleAsync(key, decision, ending, cancellationToken).ConfigureAwait(false);
        return ending;
    }

    /// <summary>Brings every lane to the end of a hold that stands; nothing when it has not ended.</summary>
    public async Task SettleAsync(OrderKey key, Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Redemption?.HeldUntil is not null
            && await orders.FindEndingAsync(key, cancellationToken).ConfigureAwait(false) is { } ending)
        {
            await SettleAsync(key, decision, ending, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Brings every lane to the end of a hold; lanes that are there already stay as they are.</summary>
    private async Task SettleAsync(OrderKey key, Decision decision, HoldEnding ending, CancellationToken cancellationToken)
    {
        if (decision.Redemption?.HeldUntil is not { } until)
        {
            return;
        }

        var ends = new List<Task>();
        foreach (var writer in decision.Lanes.Select(lanes.Get))
        {
            if (decision.Lanes.Length > 1)
            {
                // The uses may be prepared still: the decision is older than what follows it in each lane.
                ends.Add(writer.PostAsync(new SettlePrepared(key, decision)));
            }

            ends.Add(writer.PostAsync(new EndHold(key, until, ending)));
        }

        await Task.WhenAll(ends).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A hold after its end.</summary>
    public static Redemption After(Redemption held, HoldEnding ending) => held with
    {
        State = ending == HoldEnding.Confirmed ? RedemptionState.Redeemed : RedemptionState.Released,
        HeldUntil = null,
    };
}
