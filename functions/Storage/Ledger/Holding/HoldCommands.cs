namespace PromoFunctions.Storage.Ledger;

/// <summary>Ends a hold in this lane as was decided. Idempotent: nothing happens when its row is not there any more.</summary>
/// <param name="key">The hold's attempt.</param>
/// <param name="until">Its deadline.</param>
/// <param name="ending">What stands in the order's row <c>d|n</c>.</param>
internal sealed class EndHold(OrderKey key, DateTimeOffset until, HoldEnding ending) : LaneCommand<bool>
{
    public OrderKey Key => key;

    public DateTimeOffset Until => until;

    public HoldEnding Ending => ending;
}

/// <summary>Ends every hold of the lane whose deadline has passed.</summary>
internal sealed class EndDeadHolds : LaneCommand<bool>;

/// <summary>Holds of the lane that were found dead, and how each ended; folded into the transaction that needs their room.</summary>
/// <param name="Ended">Past their deadlines.</param>
/// <param name="Next">The earliest deadline of those that are left, or a lower bound of it; null when none is left.</param>
internal sealed record DeadHolds(IReadOnlyList<(HeldUses Held, HoldEnding Ending)> Ended, DateTimeOffset? Next);
