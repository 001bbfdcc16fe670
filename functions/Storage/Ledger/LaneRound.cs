using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One try at a batch: the plan and what each command will be told when the plan is written.</summary>
internal sealed class LaneRound(LanePlan plan)
{
    private readonly Dictionary<LaneCommand, Action> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LaneCommand> _waits = new(ReferenceEqualityComparer.Instance);
    private readonly List<long> _refusedArrivals = [];
    private readonly HashSet<OrderKey> _settled = [];
    private bool _stamped;

    public LanePlan Plan => plan;

    /// <summary>Attempts whose uses are booked by this plan: their decisions follow.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>Outbox rows that the plan deletes.</summary>
    public List<long> Forgotten { get; } = [];

    /// <summary>Whether uses are prepared.</summary>
    public bool Prepares { get; private set; }

    /// <summary>Whether some command waits for undecided orders.</summary>
    public bool AnyWaits => _waits.Count > 0;

    /// <summary>Adds a command to the plan. False: the head must be stamped first.</summary>
    public bool Fold(LaneCommand command, IReadOnlyDictionary<OrderKey, PreparedUses> pending, IReadOnlySet<OrderKey> takenOver)
    {
        switch (command)
        {
            case TakeUses take:
                return FoldTake(take, takenOver);
            case SettlePrepared settle:
                if (pending.TryGetValue(settle.Key, out var uses) && _settled.Add(settle.Key))
                {
                    plan.Settle(uses, settle.Commit);
                }

                Answer(settle, true);
                return true;
            case StampLimits stamp:
                _stamped = true;
                Answer(stamp, plan.Stamp(stamp));
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
                throw new InvalidOperationException($"A lane does not know the command {command.GetType().Name}.");
        }
    }

    /// <summary>Whether a refusal in this round answers a request that came in after the head was asked for.</summary>
    public bool RefusesBefore(long readAt) => _refusedArrivals.Exists(arrived => arrived > readAt);

    /// <summary>Whether a command stays in the queue.</summary>
    public bool Waits(LaneCommand command) => _waits.Contains(command);

    /// <summary>Tells a command its end.</summary>
    public void Complete(LaneCommand command)
    {
        if (_answers.TryGetValue(command, out var answer))
        {
            answer();
        }
    }

    private bool FoldTake(TakeUses take, IReadOnlySet<OrderKey> takenOver)
    {
        if (takenOver.Contains(take.Attempt.Key))
        {
            Answer(take, new TakeResult.TakenOver());
            return true;
        }

        var revision = take.Parts.Max(part => part.Revision);
        if (revision > plan.Head.Revision && !_stamped)
        {
            return false;
        }

        if (take.Parts.Any(part => part.Revision != plan.Head.Revision))
        {
            Answer(take, new TakeResult.TermsChanged(take.Parts[0].CampaignId));
            return true;
        }

        var result = plan.Take(take);
        switch (result)
        {
            case TakeResult.Taken when take.Prepare:
                Prepares = true;
                break;
            case TakeResult.Taken:
                Attempts.Add(take.Attempt);
                break;
            case TakeResult.Refused refused when UndecidedWouldDo(take, refused):
                _waits.Add(take);
                return true;
            default:
                _refusedArrivals.Add(take.Arrived);
                break;
        }

        Answer(take, result);
        return true;
    }

    /// <summary>Whether there would be room if every undecided order gave its uses back: then "used up" is not true yet.</summary>
    private bool UndecidedWouldDo(TakeUses take, TakeResult.Refused refused) =>
        plan.Head.Prepared > 0
        && refused.Refusals.All(refusal => refusal.Limit != LimitKind.Customer)
        && !(plan.Head.FreeUnits + plan.Head.Prepared < take.Parts.Length)
        && !(plan.Head.FreeMoney + plan.Head.PreparedMoney < take.Parts.Sum(part => part.Discount));

    private void Answer<TResult>(LaneCommand<TResult> command, TResult result) => _answers[command] = () => command.Complete(result);
}
