namespace PromoFunctions.Storage.Ledger;

/// <content>Uses that are taken and given back.</content>
internal sealed partial class LaneRound
{
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

        if (!plan.Fits(take.Parts.Length))
        {
            _left.Add(take);
            return true;
        }

        var result = plan.Take(take);
        if (result is not TakeResult.Taken && plan.HasReleased)
        {
            // Their room is free, though this transaction does not book all of them.
            _left.Add(take);
            return true;
        }

        if (result is not TakeResult.Taken && plan.MayHaveDead)
        {
            WantsDead = true;
            _left.Add(take);
            return true;
        }

        switch (result)
        {
            case TakeResult.Taken:
                Taken.Add(take.Attempt);
                if (!take.Prepare)
                {
                    Attempts.Add(take.Attempt);
                }

                break;
            case TakeResult.Short lacks:
                _short.Add(take);
                _needs.Add(lacks.Need);
                ShortSince = Math.Max(ShortSince, take.Arrived);
                return true;
            case TakeResult.Refused { ByAllLanes: true }:
                break;
            case TakeResult.Undecided:
                _waits.Add(take);
                return true;
            default:
                RefusesByLowering |= plan.Head.LoweredAt is not null;
                _refusedArrivals.Add(take.Arrived);
                break;
        }

        Answer(take, result);
        return true;
    }

    private void FoldRefund(ApplyRefund refund)
    {
        var first = !refund.Stands && !plan.Refunds.Any(booked => booked.Key == refund.Key);
        if (first && !plan.Fits(refund))
        {
            _left.Add(refund);
            return;
        }

        if (first)
        {
            plan.Refund(refund);
        }

        Answer(refund, true);
    }
}
