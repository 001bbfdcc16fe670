namespace PromoFunctions.Storage.Ledger;

/// <content>Limits, and room that moves between lanes.</content>
internal sealed partial class LaneRound
{
    private void FoldShare(LaneCommand command)
    {
        switch (command)
        {
            case StampLimits stamp:
                _stamped = true;
                plan.Stamp(stamp.Target);
                Answer(stamp, true);
                break;
            case LowerLimits lower:
                var lowered = plan.Lower(lower);
                if (!lowered.Stamped && plan.HasReleased)
                {
                    _left.Add(lower);
                    break;
                }

                if (!lowered.Stamped && plan.MayHaveDead)
                {
                    WantsDead = true;
                    _left.Add(lower);
                    break;
                }

                if (!lowered.Stamped)
                {
                    _refusedArrivals.Add(lower.PostedAt);
                }

                Answer(lower, lowered);
                break;
            case LiftLowering lift:
                plan.Lift(lift);
                _refusedArrivals.Add(lift.PostedAt);
                Answer(lift, true);
                break;
            case GiveShare give:
                var given = plan.Give(give);
                if (given is null && plan.HasReleased)
                {
                    _left.Add(give);
                    break;
                }

                if (given is null && !give.Generous)
                {
                    _refusedArrivals.Add(give.PostedAt);
                }

                Answer(give, given);
                break;
            case ReceiveShare receive:
                if (receive.Outstanding)
                {
                    plan.Receive(receive);
                }

                Answer(receive, true);
                break;
            case DropOut strike:
                if (!plan.Drop(strike))
                {
                    // The row that keeps it from being received again is deleted next: it must be struck off indeed.
                    _refusedArrivals.Add(strike.PostedAt);
                }

                Answer(strike, true);
                break;
            case FreezeShare freeze:
                var frozen = plan.Freeze(freeze);
                if (frozen is null or { Busy: true })
                {
                    _refusedArrivals.Add(freeze.PostedAt);
                }

                Answer(freeze, frozen);
                break;
            case GrantLimits grant:
                var granted = plan.Grant(grant);
                if (!granted)
                {
                    _refusedArrivals.Add(grant.PostedAt);
                }

                Answer(grant, granted);
                break;
            default:
                throw new InvalidOperationException($"A lane does not know the command {command.GetType().Name}.");
        }
    }
}
