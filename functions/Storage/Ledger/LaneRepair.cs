namespace PromoFunctions.Storage.Ledger;

/// <summary>Finishes what a dead process left in a lane. Safe beside live writers: every step may be done twice.</summary>
internal sealed class LaneRepair(OutboxRepair outbox, OrderResolver resolver, LaneRegistry lanes, TimeProvider clock)
{
    /// <summary>Delivers and settles what a crash left.</summary>
    /// <returns>Outbox rows delivered, rows whose events wait for their publisher, and undecided orders settled.</returns>
    public async Task<(int Delivered, int Waiting, int Resolved)> RunAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        var (delivered, waiting) = await outbox.RunAsync(lanes.Get(lane), lane, clock.GetUtcNow() - Attempt.OwnerAlone, cancellationToken).ConfigureAwait(false);
        var resolved = await resolver.ResolvePendingAsync(lane, cancellationToken).ConfigureAwait(false);
        await lanes.LiftLapsedAsync(lane, cancellationToken).ConfigureAwait(false);
        await EndDeadHoldsAsync(lane, cancellationToken).ConfigureAwait(false);
        await lanes.Transfers.RepairAsync(lane, cancellationToken).ConfigureAwait(false);
        return (delivered, waiting, resolved);
    }

    /// <summary>Ends a lane's holds whose deadlines have passed.</summary>
    public Task EndDeadHoldsAsync(LaneKey lane, CancellationToken cancellationToken) =>
        lanes.Get(lane).PostAsync(new EndDeadHolds()).WaitAsync(cancellationToken);
}
