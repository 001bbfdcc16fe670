using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <content>Confirmation and release of holds.</content>
public sealed partial class TableRedemptionLedger
{
    /// <inheritdoc/>
    public Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) =>
        EndAsync(redemptionId, HoldEnding.Confirmed, cancellationToken);

    /// <inheritdoc/>
    public Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) =>
        EndAsync(redemptionId, HoldEnding.Released, cancellationToken);

    /// <summary>Ends a lane's holds whose deadlines have passed. Safe beside live writers.</summary>
    internal Task EndDeadHoldsAsync(LaneKey lane, CancellationToken cancellationToken) =>
        Lanes.Get(lane).PostAsync(new EndDeadHolds()).WaitAsync(cancellationToken);

    private async Task<HoldOutcome> EndAsync(string redemptionId, HoldEnding wanted, CancellationToken cancellationToken)
    {
        if (OrderKey.Parse(redemptionId) is not { } key
            || await _resolver.LookAsync(key, cancellationToken).ConfigureAwait(false) is not { Redemption: { } taken } decision)
        {
            return new HoldOutcome.Unknown();
        }

        if (taken.HeldUntil is null)
        {
            return wanted == HoldEnding.Confirmed ? new HoldOutcome.Done(taken) : new HoldOutcome.Conflict(taken);
        }

        // To its end even when the caller goes away: uses that are given back are not to wait for the sweep.
        var ending = await _holds.EndAsync(key, decision, wanted, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (decision.Once && ending == HoldEnding.Confirmed)
        {
            _outbox.Settle(token => _orders.FindAttemptAsync(key, token));
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
