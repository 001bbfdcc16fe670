using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <content>Uses that are set aside, and their ends.</content>
internal sealed partial class LanePlan
{
    private readonly List<HeldUses> _held = [];
    private readonly HashSet<OrderKey> _ended = [];

    /// <summary>Uses that the plan sets aside.</summary>
    public IReadOnlyList<HeldUses> Held => _held;

    /// <summary>Holds that the plan ends.</summary>
    public IReadOnlySet<OrderKey> Ended => _ended;

    /// <summary>Whether the lane may have holds past their deadlines, whose room nobody has.</summary>
    public bool MayHaveDead => Head.EarliestDeadline <= now;

    /// <summary>Ends a hold; nothing when the plan has ended it already.</summary>
    public void End(HeldUses held, HoldEnding ending)
    {
        if (!_ended.Add(held.Key))
        {
            return;
        }

        var uses = held.Uses.Entries.Count;
        var discount = held.Uses.Entries.Sum(entry => entry.Discount);
        var confirmed = ending == HoldEnding.Confirmed;
        Head = Head with
        {
            Held = Head.Held - uses,
            HeldMoney = Head.HeldMoney - discount,
            EarliestDeadline = Head.Held == uses ? null : Head.EarliestDeadline,
        };
        if (confirmed)
        {
            Head = Head with { Used = Head.Used + uses, UsedMoney = Head.UsedMoney + discount };
        }

        foreach (var entry in held.Uses.Entries)
        {
            Book(entry with { Kind = KindOf(ending), Day = Day, At = now, HeldUntil = held.Until });
        }

        if (held.Uses.Customer is { } key)
        {
            var known = Customer(key);
            Keep(key, confirmed ? known : known with { Count = known.Count - uses });
        }

        _deletes.Add(held.Row);
        Writes = true;
    }

    /// <summary>Ends the holds that were found dead, as far as they fit.</summary>
    public void End(DeadHolds dead)
    {
        var next = dead.Next;
        foreach (var (held, ending) in dead.Ended)
        {
            if (!_ended.Contains(held.Key) && !Fits(held.Uses.Entries.Count))
            {
                next = held.Until;
                break;
            }

            End(held, ending);
        }

        Head = Head with { EarliestDeadline = next };
        Writes = true;
    }

    /// <summary>Sets uses aside; they are counted in the head already.</summary>
    private void Hold(DateTimeOffset until, PreparedUses uses)
    {
        Head = Head with { EarliestDeadline = Head.EarliestDeadline < until ? Head.EarliestDeadline : until };
        _held.Add(new(until, uses));
        foreach (var entry in uses.Entries)
        {
            Book(entry with { Kind = OutboxEntry.Held, Day = Day, At = now, HeldUntil = until });
            _weight += WeightOf(entry);
        }
    }

    private static string KindOf(HoldEnding ending) => ending switch
    {
        HoldEnding.Confirmed => OutboxEntry.Redeemed,
        HoldEnding.Released => OutboxEntry.Released,
        HoldEnding.Expired => OutboxEntry.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "No such end of a hold."),
    };
}
