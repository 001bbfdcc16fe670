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

    /// <summary>Whether the head tells of releases that the plan does not book.</summary>
    public bool HasReleased => Head.Released.Length > 0;

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
            Released = Head.Released.RemoveAll(note => note.Key == held.Key),
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

    /// <summary>Books releases that the head tells of, as far as they fit; one whose hold is gone was booked before.</summary>
    public void End(IEnumerable<(ReleasedHold Note, HeldUses? Held)> released)
    {
        foreach (var (note, held) in released)
        {
            if (held is null)
            {
                Head = Head with { Released = Head.Released.Remove(note) };
                Writes = true;
            }
            else if (!_ended.Contains(held.Key) && !Fits(held.Uses.Entries.Count))
            {
                break;
            }
            else
            {
                End(held, HoldEnding.Released);
            }
        }
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

        Head = Head with { EarliestDeadline = Head.Held == 0 ? null : next };
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
