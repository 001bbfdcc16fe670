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

        // First the saved ones: a head behind them would be stamped by the next redemption, and the room given back.
        Stamp(command.Saved);
        if (Head.Frozen && Head.Lowering != command.Id)
        {
            return new(false, default, 0) { Busy = true };
        }

        if (Head.Lanes > 1 && ((Head.GrantedUnits is null && command.Target.Units is not null) || (Head.GrantedMoney is null && command.Target.Money is not null)))
        {
            // The freeze for this change was lifted, which moved the campaign's row: the save will fail.
            return new(true, default, 0);
        }

        var cutUnits = Cut(Head.GrantedUnits, command.Target.Units);
        var cutMoney = Cut(Head.GrantedMoney, command.Target.Money);
        if (Head.FreeUnits < cutUnits || (Head.GrantedUnits is null && command.Target.Units < Head.Taken))
        {
            return new(false, LimitKind.Total, Head.Taken) { Wanted = Head.Lanes > 1 ? cutUnits : 0 };
        }

        if (Head.FreeMoney < cutMoney || (Head.GrantedMoney is null && command.Target.Money < Head.TakenMoney))
        {
            return new(false, LimitKind.Budget, Head.TakenMoney) { Wanted = Head.Lanes > 1 ? cutMoney : 0 };
        }

        Head = Head with
        {
            // Without a limit so far, this is the only lane: those of several are frozen first.
            Units = Head.GrantedUnits is null ? command.Target.Units ?? Head.Units : Head.Units - cutUnits,
            Money = Head.GrantedMoney is null ? command.Target.Money ?? Head.Money : Head.Money - cutMoney,
            GrantedUnits = Lower(Head.GrantedUnits, command.Target.Units),
            GrantedMoney = Lower(Head.GrantedMoney, command.Target.Money),
            Lowering = command.Id,
            LoweredAt = now,
        };
        Writes = true;
        return new(true, default, 0);
    }

    /// <summary>Grants a limit to a campaign whose lanes are frozen for it: what they have not taken goes to the bank.</summary>
    /// <returns>False when the freeze was lifted since.</returns>
    public bool Grant(GrantLimits command)
    {
        if (!Head.Frozen || Head.Lowering != command.Id)
        {
            return false;
        }

        Head = Head with
        {
            Units = Head.Units + (command.Units is { } units ? units - command.Taken : 0),
            Money = Head.Money + (command.Money is { } money ? money - command.TakenMoney : 0),
            GrantedUnits = command.Units ?? Head.GrantedUnits,
            GrantedMoney = command.Money ?? Head.GrantedMoney,
        };
        Writes = true;
        return true;
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
            Units = Share(Head.Units, Head.GrantedUnits, saved.Units, Head.Taken),
            Money = Share(Head.Money, Head.GrantedMoney, saved.Money, Head.TakenMoney),
            GrantedUnits = lane.Lane == 0 ? saved.Units : null,
            GrantedMoney = lane.Lane == 0 ? saved.Money : null,
            PerCustomer = saved.PerCustomer,
            Frozen = false,
            Lowering = "",
            LoweredAt = null,
        };
        Writes = true;
    }

    /// <summary>A lane's share under saved limits: the bank gets or loses the difference; the others keep theirs.</summary>
    private long? Share(long? share, long? granted, long? saved, long taken)
    {
        if (saved is null || Head.Lanes == 1)
        {
            return saved;
        }

        // A limit where there was none is saved only once all lanes were frozen. Should one not be, it has what it has taken.
        return (share ?? taken) + (lane.Lane == 0 && granted is not null ? saved - granted : 0);
    }

    private static long Cut(long? granted, long? target) => target < granted ? granted.Value - target.Value : 0;

    private static long? Lower(long? now, long? target) => target is null ? now : now is null || target < now ? target : now;
}
