using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What a lane's limits say to uses that somebody wants to take. No I/O.</summary>
internal static class DecideTake
{
    /// <summary>Asks the limits of the head that the uses would come on top of.</summary>
    /// <param name="head">The lane's head, with all that its transaction has taken so far.</param>
    /// <param name="command">The uses.</param>
    /// <param name="customer">The customer's uses so far; null for an anonymous order.</param>
    /// <param name="exhausted">What all lanes of the campaign had left when this process looked last; null when it never did.</param>
    /// <returns>Null when they may be taken; else why not, or not yet.</returns>
    public static TakeResult? Of(LaneHead head, TakeUses command, CustomerUses? customer, RoomLeft? exhausted)
    {
        var uses = command.Parts.Length;
        var discount = command.Parts.Sum(part => part.Discount);

        // What undecided orders hold may come back: a limit refuses only what it would refuse without them.
        var refused = new List<LimitKind>();
        var undecided = false;
        void Ask(LimitKind limit, bool refuses, bool refusesForSure)
        {
            if (refusesForSure)
            {
                refused.Add(limit);
            }

            undecided |= refuses;
        }

        // What this lane has not, another one may have: only a look at all of them refuses.
        var told = head.Lanes > 1;
        var all = told && exhausted?.AsOf >= command.Arrived ? exhausted : null;
        var shortUnits = head.FreeUnits < uses;
        var shortMoney = head.FreeMoney < discount;
        if (told)
        {
            Ask(LimitKind.Total, false, shortUnits && all is not null && all.Units + all.Prepared < uses);
            Ask(LimitKind.Budget, false, shortMoney && all is not null && all.Money + all.PreparedMoney < discount);
        }
        else
        {
            Ask(LimitKind.Total, shortUnits, head.FreeUnits + head.Prepared < uses);
            Ask(LimitKind.Budget, shortMoney, head.FreeMoney + head.PreparedMoney < discount);
        }

        if (customer is not null)
        {
            Ask(LimitKind.Customer, IsTooMany(head, customer, uses), head.PerCustomer < customer.Count - customer.Prepared + uses);
        }

        if (refused.Count > 0)
        {
            return new TakeResult.Refused([
                .. from part in command.Parts
                   from limit in refused
                   select new LimitRefusal(part.Code, limit, limit == LimitKind.Customer ? head.PerCustomer : null)])
            {
                ByAllLanes = told && !refused.Contains(LimitKind.Customer),
            };
        }

        if (undecided)
        {
            return new TakeResult.Undecided();
        }

        return shortUnits || shortMoney ? new TakeResult.Short(new(shortUnits ? uses : 0, shortMoney ? discount : 0)) : null;
    }

    /// <summary>Whether so many uses more would be too many for a customer, undecided ones counted.</summary>
    public static bool IsTooMany(LaneHead head, CustomerUses customer, int uses) => head.PerCustomer < customer.Count + uses;
}
