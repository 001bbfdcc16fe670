namespace PromoFunctions.Storage.Ledger;

/// <summary>Ends a hold in this lane as was decided. Idempotent: nothing happens when its row is not there any more.</summary>
/// <param name="key">The hold's attempt.</param>
/// <param name="decision">Its decision; a hold.</param>
/// <param name="ending">How it ended, as stands in its decision's row.</param>
/// <param name="until">Its deadline.</param>
internal sealed class EndHold(OrderKey key, Decision decision, HoldEnding ending, DateTimeOffset until) : LaneCommand<bool>
{
    public OrderKey Key => key;

    public Decision Decision => decision;

    public HoldEnding Ending => ending;

    public DateTimeOffset Until => until;

    /// <summary>
    /// Whether a lane that does not remember the hold may answer before it has booked the end: at once, since the decision's row is the truth; of a
    /// release once the head tells of it, since the uses must be there for others.
    /// </summary>
    public bool MayLag { get; init; }

    /// <summary>Whether the order is over several campaigns: then its uses may be prepared still.</summary>
    public bool OverSeveral => decision.Lanes.Length > 1;
}

/// <summary>Ends every hold of the lane whose deadline has passed, and books the releases that the head tells of.</summary>
internal sealed class EndDeadHolds : LaneCommand<bool>;

/// <summary>Holds of the lane that were found dead, and how each ended; folded into the transaction that needs their room.</summary>
/// <param name="Ended">Past their deadlines.</param>
/// <param name="Next">The earliest deadline of those that are left, or a lower bound of it; null when none is left.</param>
internal sealed record DeadHolds(IReadOnlyList<(HeldUses Held, HoldEnding Ending)> Ended, DateTimeOffset? Next);
