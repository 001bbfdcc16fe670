namespace PromoFunctions.Storage.Ledger;

/// <summary>Sends free room to another lane, as far as there is any. Answers what left, or null.</summary>
/// <param name="to">The lane that needs it.</param>
/// <param name="units">Uses that it needs.</param>
/// <param name="money">Minor units of the budget that it needs.</param>
/// <param name="generous">Whether to send a part of what is free beyond the need, so that the next need is met where it arises.</param>
internal sealed class GiveShare(int to, long units, long money, bool generous) : LaneCommand<(string Id, OutShare Share)?>
{
    public int To => to;

    public long Units => units;

    public long Money => money;

    public bool Generous => generous;
}

/// <summary>Adds a share that left another lane for this one, once.</summary>
/// <param name="id">The transfer.</param>
/// <param name="from">The lane that it left; its head still lists it unless somebody else has finished it.</param>
/// <param name="share">What it is.</param>
internal sealed class ReceiveShare(string id, int from, OutShare share) : LaneCommand<bool>
{
    public string Id => id;

    public int From => from;

    public OutShare Share => share;

    /// <summary>Set before each folding: whether the source's head, read after this lane's, still lists the transfer, and no row says that it arrived.</summary>
    public bool Outstanding { get; set; }
}

/// <summary>Strikes a transfer that has arrived off its source's list.</summary>
internal sealed class DropOut(string id) : LaneCommand<bool>
{
    public string Id => id;
}

/// <summary>Deletes rows whose purpose is over, with the lane's next commit.</summary>
internal sealed class ForgetRows(IReadOnlyList<string> rows) : LaneCommand<bool>
{
    public IReadOnlyList<string> Rows => rows;
}

/// <summary>Tells a lane what all lanes of its campaign had left at one instant; null only wakes it, to look again.</summary>
internal sealed class TellRoom(RoomLeft? left) : LaneCommand<bool>
{
    public RoomLeft? Left => left;
}

/// <summary>Tells a lane that room could not be looked for: who waits for it is failed.</summary>
internal sealed class TellNoAnswer(Exception failure) : LaneCommand<bool>
{
    public Exception Failure => failure;
}

/// <summary>Takes what is free from a lane without a limit, ahead of a limit's saving: it then has what it has taken.</summary>
/// <param name="saved">The limits as last saved.</param>
/// <param name="units">Whether uses get a limit.</param>
/// <param name="money">Whether the budget gets one.</param>
/// <param name="id">Names the change.</param>
internal sealed class FreezeShare(LaneLimits saved, bool units, bool money, string id) : LaneCommand<FrozenShare?>
{
    public LaneLimits Saved => saved;

    public bool Units => units;

    public bool Money => money;

    public string Id => id;
}

/// <summary>Gives a campaign whose lanes are frozen its new limits.</summary>
/// <param name="id">The change that they are frozen for.</param>
/// <param name="units">The new <c>total</c>; null leaves uses as they are.</param>
/// <param name="money">The new <c>budget</c> likewise.</param>
/// <param name="taken">Uses that all lanes together have taken; at most <paramref name="units"/>.</param>
/// <param name="takenMoney">Their discount.</param>
internal sealed class GrantLimits(string id, long? units, long? money, long taken, long takenMoney) : LaneCommand<bool>
{
    public string Id => id;

    public long? Units => units;

    public long? Money => money;

    public long Taken => taken;

    public long TakenMoney => takenMoney;
}

/// <summary>What a frozen lane has taken.</summary>
/// <param name="Taken">Uses.</param>
/// <param name="TakenMoney">Their discount.</param>
/// <param name="Busy">Whether it is not frozen for this change, since another one is under way.</param>
internal sealed record FrozenShare(long Taken, long TakenMoney, bool Busy = false);

/// <summary>What one waiter needs free in its lane.</summary>
internal readonly record struct RoomNeed(long Units, long Money);

/// <summary>What all lanes of a campaign together had left, at one instant.</summary>
/// <param name="AsOf">Monotonic time not before that instant: two equal readings of all heads lie around it.</param>
/// <param name="Units">Free uses, those on their way included; null without a limit.</param>
/// <param name="Money">Free minor units of the budget likewise.</param>
/// <param name="Prepared">Uses of undecided orders, which may come back.</param>
/// <param name="PreparedMoney">Their discount.</param>
/// <param name="Taken">Uses taken, prepared or held.</param>
/// <param name="TakenMoney">Their discount.</param>
internal sealed record RoomLeft(long AsOf, long? Units, long? Money, long Prepared, long PreparedMoney, long Taken, long TakenMoney);
