using System.Collections.Immutable;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Something that waits for its place in a lane's next transaction.</summary>
internal abstract class LaneCommand
{
    /// <summary>Monotonic time at which it was posted: that there is nothing to do must be told by a head read after it.</summary>
    public long PostedAt { get; set; }

    /// <summary>Fails the command: its effect may or may not have landed.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A command with an answer.</summary>
internal abstract class LaneCommand<TResult> : LaneCommand
{
    // Continuations run elsewhere: a waiter must not hold up its lane.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Done => _done.Task;

    public void Complete(TResult result) => _done.TrySetResult(result);

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}

/// <summary>Takes the uses of one order in this lane.</summary>
/// <param name="attempt">The order's attempt.</param>
/// <param name="parts">The intent's parts in this campaign; not empty.</param>
/// <param name="prepare">True when the order has parts in other campaigns too: the uses wait for its decision.</param>
/// <param name="arrived">Monotonic time of arrival: a refusal must rest on a head read after it.</param>
internal sealed class TakeUses(Attempt attempt, ImmutableArray<RedemptionPart> parts, bool prepare, long arrived) : LaneCommand<TakeResult>
{
    public Attempt Attempt => attempt;

    public ImmutableArray<RedemptionPart> Parts => parts;

    public bool Prepare => prepare;

    public long Arrived => arrived;
}

/// <summary>What became of <see cref="TakeUses"/>.</summary>
internal abstract record TakeResult
{
    /// <summary>Committed, or prepared, at that time; when committed as a hold, until a deadline.</summary>
    public sealed record Taken(DateTimeOffset At, DateTimeOffset? HeldUntil) : TakeResult;

    /// <summary>No room.</summary>
    public sealed record Refused(ImmutableArray<LimitRefusal> Refusals) : TakeResult
    {
        /// <summary>Whether it rests on a reading of all lanes instead of this one's head.</summary>
        public bool ByAllLanes { get; init; }
    }

    /// <summary>This lane has no room, and whether another one has is not known yet. Never an answer to a command.</summary>
    /// <param name="Need">What it lacks; 0 of what the lane has.</param>
    public sealed record Short(RoomNeed Need) : TakeResult;

    /// <summary>Room would be there if every undecided order gave its uses back: wait for them. Never an answer to a command.</summary>
    public sealed record Undecided : TakeResult;

    /// <summary>The campaign has a later revision.</summary>
    public sealed record TermsChanged(string CampaignId) : TakeResult;

    /// <summary>Another instance settles this attempt.</summary>
    public sealed record TakenOver : TakeResult;
}

/// <summary>Turns prepared uses into used or held ones, or gives them back. Idempotent: nothing happens when they are not there any more.</summary>
internal sealed class SettlePrepared(OrderKey key, Decision decision) : LaneCommand<bool>
{
    public OrderKey Key => key;

    public Decision Decision => decision;
}

/// <summary>Brings the head to a campaign's saved limits; nothing happens when it knows that revision, or a later one.</summary>
internal sealed class StampLimits(LaneLimits target) : LaneCommand<bool>
{
    public LaneLimits Target => target;
}

/// <summary>Takes room away before lower limits are saved, so that nothing slips in between.</summary>
/// <param name="saved">The limits as they were read from the catalogue; the save that follows depends on that reading.</param>
/// <param name="target">The limits to reach.</param>
/// <param name="id">Names this lowering, should it have to be lifted.</param>
internal sealed class LowerLimits(LaneLimits saved, LaneLimits target, string id) : LaneCommand<StampResult>
{
    public LaneLimits Saved => saved;

    public LaneLimits Target => target;

    public string Id => id;
}

/// <summary>Gives back what a lowering took whose save never came. Only after the save was made impossible.</summary>
internal sealed class LiftLowering(string id, LaneLimits saved) : LaneCommand<bool>
{
    public string Id => id;

    public LaneLimits Saved => saved;
}

/// <summary>What a head is stamped with.</summary>
internal sealed record LaneLimits(int Revision, string Currency, long? Units, long? Money, int? PerCustomer, int Lanes = 1)
{
    public static LaneLimits Of(Campaign campaign) => new(
        campaign.Revision,
        campaign.Definition.Terms.Currency.Code,
        campaign.Definition.Limits.Total,
        campaign.Definition.Limits.Budget,
        campaign.Definition.Limits.PerCustomer,
        campaign.Lanes);
}

/// <summary>How a lowering ended; when refused, what is taken of the limit that was to be lowered below it.</summary>
internal sealed record StampResult(bool Stamped, LimitKind Limit, long Taken)
{
    /// <summary>What the bank must have free to lower so far; other lanes may have it.</summary>
    public long Wanted { get; init; }

    /// <summary>Whether nothing was done, since lanes are frozen for another change.</summary>
    public bool Busy { get; init; }
}

/// <summary>Lets no more redemptions into a day, and answers every day up to it that still stands in the head.</summary>
internal sealed class SealDay(string day) : LaneCommand<ImmutableSortedDictionary<string, DayFigures>>
{
    public string Day => day;
}

/// <summary>Drops sealed days whose figures stand in table <c>Rollups</c>.</summary>
internal sealed class DropDays(ImmutableArray<string> days) : LaneCommand<bool>
{
    public ImmutableArray<string> Days => days;
}

/// <summary>Ends once what was posted before it is written and under delivery; not what waits for others.</summary>
internal sealed class HandOver : LaneCommand<bool>;

/// <summary>Moves the head's ETag, so that a transaction sent before dies.</summary>
internal sealed class TouchHead : LaneCommand<bool>;

/// <summary>Deletes outbox rows whose entries are delivered.</summary>
internal sealed class ForgetOutbox(ImmutableArray<long> sequences) : LaneCommand<bool>
{
    public ImmutableArray<long> Sequences => sequences;
}
