using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One try at a batch: the plan and what each command will be told when the plan is written.</summary>
internal sealed partial class LaneRound(LanePlan plan, IReadOnlyDictionary<OrderKey, HeldUses> held)
{
    private readonly Dictionary<LaneCommand, Action> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LaneCommand> _waits = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LaneCommand> _left = new(ReferenceEqualityComparer.Instance);
    private readonly List<RoomNeed> _needs = [];
    private readonly HashSet<LaneCommand> _short = new(ReferenceEqualityComparer.Instance);
    private readonly List<long> _refusedArrivals = [];
    private readonly HashSet<OrderKey> _settled = [];
    private bool _stamped;
    private bool _endedOthers;

    public LanePlan Plan => plan;

    /// <summary>Attempts whose uses are booked by this plan: their decisions follow.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>Outbox rows that the plan deletes.</summary>
    public List<string> Forgotten { get; } = [];

    /// <summary>Attempts whose uses are booked or prepared by this plan.</summary>
    public List<Attempt> Taken { get; } = [];

    /// <summary>Whether a refusal rests on limits that were lowered for a save that has not come.</summary>
    public bool RefusesByLowering { get; private set; }

    /// <summary>Whether a death from here on leaves something for the sweep.</summary>
    public bool NeedsSweep => plan.Entries.Count > 0 || plan.Prepared.Count > 0 || plan.Received.Count > 0 || !plan.Head.Out.IsEmpty || plan.Head.LoweredAt is not null;

    /// <summary>Whether room is asked for that dead holds may have.</summary>
    public bool WantsDead { get; private set; }

    /// <summary>Whether some command waits for undecided orders.</summary>
    public bool AnyWaits => _waits.Count > 0;

    /// <summary>Whether some command waits for room that another lane may have.</summary>
    public bool AnyShort => _short.Count > 0;

    /// <summary>When the last of them arrived, monotonic.</summary>
    public long ShortSince { get; private set; }

    /// <summary>What each of them needs.</summary>
    public IReadOnlyList<RoomNeed> Needs => _needs;

    /// <summary>Adds a command to the plan. False: the head must be stamped first.</summary>
    public bool Fold(LaneCommand command, IReadOnlyDictionary<OrderKey, PreparedUses> pending, IReadOnlySet<OrderKey> takenOver)
    {
        switch (command)
        {
            case TakeUses take:
                return FoldTake(take, takenOver);
            case SettlePrepared settle:
                if (pending.TryGetValue(settle.Key, out var uses) && !_settled.Contains(settle.Key))
                {
                    if (!plan.Fits(uses.Entries.Count))
                    {
                        _left.Add(settle);
                        return true;
                    }

                    _settled.Add(settle.Key);
                    plan.Settle(uses, settle.Decision);
                }

                Answer(settle, true);
                return true;
            case EndHold end:
                if (pending.ContainsKey(end.Key) || (held.TryGetValue(end.Key, out var kept) && !plan.Ended.Contains(end.Key) && !plan.Fits(kept.Uses.Entries.Count)))
                {
                    // What is prepared is held after this transaction at the earliest.
                    _left.Add(end);
                    return true;
                }

                if (held.TryGetValue(end.Key, out var standing))
                {
                    plan.End(standing, end.Ending);
                }

                Answer(end, true);
                return true;
            case EndDeadHolds dead:
                if (plan.MayHaveDead)
                {
                    WantsDead = true;
                    _left.Add(dead);
                    return true;
                }

                if (plan.HasReleased)
                {
                    _left.Add(dead);
                    return true;
                }

                // What this process remembers may be older than a hold that another one has taken, or a release that it was told of.
                _refusedArrivals.Add(dead.PostedAt);
                Answer(dead, true);
                return true;
            case ApplyRefund refund:
                FoldRefund(refund);
                return true;
            case SealDay seal:
                Answer(seal, plan.Seal(seal.Day));
                return true;
            case DropDays drop:
                plan.Drop(drop.Days);
                Answer(drop, true);
                return true;
            case TouchHead touch:
                plan.Touch();
                Answer(touch, true);
                return true;
            default:
                FoldShare(command);
                return true;
        }
    }

    /// <summary>Books the releases that the head tells of, and ends the holds that were found dead, once.</summary>
    public void End(IReadOnlyList<(ReleasedHold Note, HeldUses? Held)> released, DeadHolds? dead)
    {
        if (_endedOthers)
        {
            return;
        }

        _endedOthers = true;
        plan.End(released);
        if (dead is not null)
        {
            plan.End(dead);
        }
    }

    /// <summary>Whether a refusal in this round, or a finding that there is nothing to do, answers a request that came in after the head was asked for.</summary>
    public bool RefusesBefore(long readAt) => _refusedArrivals.Exists(arrived => arrived > readAt);

    /// <summary>Whether some command did not fit into this transaction.</summary>
    public bool AnyLeft => _left.Count > 0;

    /// <summary>Whether a command stays in the queue.</summary>
    public bool Stays(LaneCommand command) => _waits.Contains(command) || _short.Contains(command) || _left.Contains(command);

    /// <summary>Fails the commands that wait for room.</summary>
    public void FailShort(Exception failure)
    {
        foreach (var command in _short)
        {
            command.Fail(failure);
        }

        _short.Clear();
    }

    /// <summary>Tells a command its end.</summary>
    public void Complete(LaneCommand command)
    {
        if (_answers.TryGetValue(command, out var answer))
        {
            answer();
        }
    }

    private void Answer<TResult>(LaneCommand<TResult> command, TResult result) => _answers[command] = () => command.Complete(result);
}
