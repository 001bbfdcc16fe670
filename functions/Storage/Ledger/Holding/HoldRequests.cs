using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Confirmations and releases that callers ask for, and what they are told.</summary>
internal sealed class HoldRequests(OrderBook orders, OrderResolver resolver, HoldBook holds, Outbox outbox)
{
    /// <summary>Ends a hold unless it has ended, to its end even when the caller goes away.</summary>
    /// <param name="redemptionId">As a client knows it.</param>
    /// <param name="wanted">Confirmed or released.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<HoldOutcome> EndAsync(string redemptionId, HoldEnding wanted, CancellationToken cancellationToken)
    {
        if (OrderKey.Parse(redemptionId) is not { } key
            || await resolver.LookAsync(key, cancellationToken).ConfigureAwait(false) is not { Redemption: { } taken } decision)
        {
            return new HoldOutcome.Unknown();
        }

        if (taken.HeldUntil is null)
        {
            return wanted == HoldEnding.Confirmed ? new HoldOutcome.Done(taken) : new HoldOutcome.Conflict(taken);
        }

        // Uses that are given back are not to wait for the sweep.
        var ending = await holds.EndAsync(key, decision, wanted, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (decision.Once && ending == HoldEnding.Confirmed)
        {
            outbox.Settle(token => orders.FindAttemptAsync(key, token));
        }

        var now = HoldBook.After(taken, ending);
        return (wanted, ending) switch
        {
            (HoldEnding.Confirmed, HoldEnding.Expired) => new HoldOutcome.Expired(now),
            (HoldEnding.Released, HoldEnding.Expired) => new HoldOutcome.Done(now),
            _ => wanted == ending ? new HoldOutcome.Done(now) : new HoldOutcome.Conflict(now),
        };
    }
}
