using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <content>Limits and days of the head.</content>
internal sealed partial class LanePlan
{
    /// <summary>Sets the limits of a later revision. A revision has one set of limits, so the same one brings nothing new.</summary>
    public void Stamp(LaneLimits saved)
    {
        if (saved.Revision > Head.Revision)
        {
            Set(saved);
        }
    }

    /// <summary>Lowers limits ahead of their saving; refuses what would fall below what is taken.</summary>
    public StampResult Lower(LowerLimits command)
    {
        if (command.Saved.Revision < Head.Revision)
        {
            // The campaign was saved since by somebody else, and the save that this is for will fail.
            return new(true, default, 0);
        }

        var taken = Head.Used + Head.Prepared + Head.Held;
        var takenMoney = Head.UsedMoney + Head.PreparedMoney + Head.HeldMoney;
        if (command.Target.Units < taken)
        {
            return new(false, LimitKind.Total, taken);
        }

        if (command.Target.Money < takenMoney)
        {
            return new(false, LimitKind.Budget, takenMoney);
        }

        // First the saved ones: a head behind them would be stamped by the next redemption, and the room given back.
        Stamp(command.Saved);
        Head = Head with
        {
            Units = Lower(Head.Units, command.Target.Units),
            Money = Lower(Head.Money, command.Target.Money),
            Lowering = command.Id,
            LoweredAt = now,
        };
        Writes = true;
        return new(true, default, 0);
    }

    /// <summary>Gives back what an abandoned lowering took.</summary>
    public void Lift(LiftLowering command)
    {
        if (Head.Lowering == command.Id && command.Saved.Revision == Head.Revision)
        {
            Set(command.Saved);
        }
        else
        {
            Stamp(command.Saved);
        }
    }

    /// <summary>Lets nothing more into a day.</summary>
    public ImmutableSortedDictionary<string, DayFigures> Seal(string day)
    {
        if (string.CompareOrdinal(day, Head.SealedThrough) > 0)
        {
            Head = Head with { SealedThrough = day };
            Writes = true;
        }

        return Head.Days.Where(open => string.CompareOrdinal(open.Key, Head.SealedThrough) <= 0)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Drops sealed days.</summary>
    public void Drop(ImmutableArray<string> days)
    {
        var left = Head.Days.RemoveRange(days.Where(day => string.CompareOrdinal(day, Head.SealedThrough) <= 0));
        Writes |= left.Count != Head.Days.Count;
        Head = Head with { Days = left };
    }

    private void Set(LaneLimits saved)
    {
        Head = Head with
        {
            Revision = saved.Revision,
            Currency = saved.Currency,
            Units = saved.Units,
            Money = saved.Money,
            PerCustomer = saved.PerCustomer,
            Lowering = "",
            LoweredAt = null,
        };
        Writes = true;
    }

    private static long? Lower(long? now, long? target) => target is null ? now : now is null || target < now ? target : now;
}
