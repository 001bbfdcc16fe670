using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One transaction of a lane, worked out in memory: commands are folded over the head and the customers' buckets. No I/O.</summary>
internal sealed partial class LanePlan(LaneKey lane, LaneHead head, LaneBuckets buckets, BusinessCalendar calendar, DateTimeOffset now, RoomLeft? exhausted = null)
{
    private readonly PlannedCustomers _customers = new(lane, buckets);
    private readonly List<PreparedUses> _prepared = [];
    private readonly List<string> _deletes = [];
    private readonly string _today = calendar.DayOf(now);
    private readonly LaneHead _read = head;
    private long _weight = WeightOf(head);

    /// <summary>Changes of one transaction (Table Storage's limit).</summary>
    private const int MostActions = 100;

    /// <summary>Bytes of a transaction as estimated here, from above; Table Storage takes 4 MiB.</summary>
    private const long MostWeight = 3_000_000;

    /// <summary>The head after the plan.</summary>
    public LaneHead Head { get; private set; } = head;

    /// <summary>What the outbox row will hold; empty when nothing was booked.</summary>
    public List<OutboxEntry> Entries { get; } = [];

    /// <summary>Buckets on which a customer would be refused or made to wait, though they are only guessed: the plan is to be made anew once they are read.</summary>
    public IReadOnlyCollection<int> Doubted => _customers.Doubted;

    /// <summary>Uses that the plan prepares.</summary>
    public IReadOnlyList<PreparedUses> Prepared => _prepared;

    /// <summary>Changes that the transaction would have now.</summary>
    public int Count => 1 + _customers.Count + (Entries.Count > 0 ? 1 : 0) + _prepared.Count + _held.Count + _received.Count + _deletes.Count + _refunds.Count;

    /// <summary>Changes that still fit.</summary>
    public int Room => MostActions - Count;

    /// <summary>Whether so many uses of one order still fit: a bucket, an outbox row, and rows of prepared or held uses that come and go. The first always do.</summary>
    public bool Fits(int uses) => Count == 1 || (Room >= 4 && Entries.Count + uses <= OutboxEntry.MostPerRow && _weight < MostWeight);

    /// <summary>Whether there is anything to write.</summary>
    public bool Writes { get; private set; }

    /// <summary>The day that bookings fall on: today, unless today is sealed already or, by another's clock, over.</summary>
    public string Day
    {
        get
        {
            var open = string.CompareOrdinal(_today, Head.SealedThrough) > 0 ? _today : BusinessCalendar.After(Head.SealedThrough);

            // Days never go back in a lane: who was seen on a day is told by the last one alone.
            return Head.Days.IsEmpty || string.CompareOrdinal(Head.Days.Keys.Last(), open) < 0 ? open : Head.Days.Keys.Last();
        }
    }

    /// <summary>Takes the uses, or says why not; a refusal leaves the plan as it was.</summary>
    public TakeResult Take(TakeUses command)
    {
        var intent = command.Attempt.Intent;
        var uses = command.Parts.Length;
        var discount = command.Parts.Sum(part => part.Discount);
        CustomerUses? customer = null;
        if (intent.CustomerKey is { } key)
        {
            customer = Customer(key);
            if (DecideTake.IsTooMany(Head, customer, uses))
            {
                _customers.Doubt(key);
            }
        }

        if (DecideTake.Of(Head, command, customer, exhausted) is { } refusal)
        {
            return refusal;
        }

        var origins = UseOrigin.Of(command.Attempt, command.Parts, calendar);
        var entries = command.Parts.Select((part, i) => Entry(command.Attempt, part, origins[i], first: i == 0)).ToList();
        var prepared = new PreparedUses(command.Attempt.Key.RedemptionId, intent.CustomerKey, entries);
        var heldUntil = command.Prepare ? null : HoldDeadline.Of(now, intent.HoldFor);
        if (command.Prepare)
        {
            Head = Head with { Prepared = Head.Prepared + uses, PreparedMoney = Head.PreparedMoney + discount };
            _prepared.Add(prepared);
            _weight += entries.Sum(WeightOf);
        }
        else if (heldUntil is { } until)
        {
            Head = Head with { Held = Head.Held + uses, HeldMoney = Head.HeldMoney + discount };
            Hold(until, prepared);
        }
        else
        {
            Head = Head with { Used = Head.Used + uses, UsedMoney = Head.UsedMoney + discount };
            entries.ForEach(Book);
        }

        if (intent.CustomerKey is { } counted)
        {
            var known = Customer(counted);
            Keep(counted, known with { Count = known.Count + uses, Prepared = known.Prepared + (command.Prepare ? uses : 0) });
        }

        Writes = true;
        return new TakeResult.Taken(now, heldUntil);
    }

    /// <summary>Settles prepared uses.</summary>
    public void Settle(PreparedUses prepared, Decision decision)
    {
        var commit = decision.Redemption is not null;
        var uses = prepared.Entries.Count;
        var discount = prepared.Entries.Sum(entry => entry.Discount);
        Head = Head with { Prepared = Head.Prepared - uses, PreparedMoney = Head.PreparedMoney - discount };
        if (decision.Redemption?.HeldUntil is { } until)
        {
            Head = Head with { Held = Head.Held + uses, HeldMoney = Head.HeldMoney + discount };
            Hold(until, prepared);
        }
        else if (commit)
        {
            Head = Head with { Used = Head.Used + uses, UsedMoney = Head.UsedMoney + discount };
            foreach (var entry in prepared.Entries)
            {
                Book(entry with { Day = Day, At = now });
            }
        }

        if (prepared.Customer is { } key)
        {
            var known = Customer(key);
            Keep(key, known with { Count = commit ? known.Count : known.Count - uses, Prepared = known.Prepared - uses });
        }

        _deletes.Add(LaneKey.PendingRow(prepared.RedemptionId));
        Writes = true;
    }

    /// <summary>Writes the head as it is.</summary>
    public void Touch() => Writes = true;

    /// <summary>Deletes a row that is known to stand in the lane.</summary>
    public void Delete(string row)
    {
        _deletes.Add(row);
        Writes = true;
    }

    private void Keep(string key, CustomerUses uses) => _weight += _customers.Keep(key, uses);

    private CustomerUses Customer(string key) => Find(key) ?? CustomerUses.None;

    private CustomerUses? Find(string key) => _customers.Find(key);

    private OutboxEntry Entry(Attempt attempt, RedemptionPart part, UseOrigin? origin, bool first) => new(
        attempt.Retroactive ? OutboxEntry.Retroactive : OutboxEntry.Redeemed,
        attempt.Key.RedemptionId,
        part.Code,
        attempt.Intent.CustomerKey,
        attempt.Intent.Channel,
        attempt.Intent.Currency,
        part.Discount,
        first ? attempt.Intent.OrderValue : 0,
        first,
        part.TermsVersion,
        Day,
        attempt.PlacedAt is { } placedAt ? calendar.DayOf(placedAt) : null,
        now)
    {
        OrderId = attempt.Intent.OrderId,
        Origin = origin,
    };

    private void Book(OutboxEntry entry)
    {
        Entries.Add(entry);
        _weight += WeightOf(entry);
        if (entry.Kind is OutboxEntry.Held or OutboxEntry.Released or OutboxEntry.Expired)
        {
            if (entry is { Kind: OutboxEntry.Expired, FirstOfOrder: true })
            {
                Tally(entry, ChannelFigures.None with { HoldsExpired = 1 });
            }

            return;
        }

        string? seen = null;
        if (entry.Customer is { } key)
        {
            var known = Customer(key);
            seen = known.Seen.GetValueOrDefault(entry.Channel);
            Keep(key, known.SeenIn(entry.Channel, entry.Day));
        }

        Tally(entry, ChannelFigures.Of(entry, seen));
    }

    private void Tally(OutboxEntry entry, ChannelFigures figures) =>
        Head = Head with { Days = Head.Days.SetItem(entry.Day, (Head.Days.GetValueOrDefault(entry.Day) ?? DayFigures.None).Add(entry, figures)) };
}
