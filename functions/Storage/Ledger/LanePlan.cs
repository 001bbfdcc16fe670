using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One transaction of a lane, worked out in memory: commands are folded over the head and the customers' rows. No I/O.</summary>
internal sealed class LanePlan(LaneKey lane, LaneHead head, IReadOnlyDictionary<string, CustomerUses> customers, BusinessCalendar calendar, DateTimeOffset now)
{
    private readonly Dictionary<string, CustomerUses> _customers = new(StringComparer.Ordinal);
    private readonly List<PreparedUses> _prepared = [];
    private readonly List<string> _deletes = [];
    private readonly string _today = calendar.DayOf(now);
    private readonly LaneHead _read = head;

    /// <summary>The head after the plan.</summary>
    public LaneHead Head { get; private set; } = head;

    /// <summary>What the outbox row will hold; empty when nothing was booked.</summary>
    public List<OutboxEntry> Entries { get; } = [];

    /// <summary>Customer rows that the plan writes.</summary>
    public IReadOnlyDictionary<string, CustomerUses> Customers => _customers;

    /// <summary>Rows that the plan deletes.</summary>
    public IReadOnlyList<string> Deletes => _deletes;

    /// <summary>Whether there is anything to write.</summary>
    public bool Writes { get; private set; }

    /// <summary>The day that bookings fall on: today, unless today is sealed already.</summary>
    public string Day => string.CompareOrdinal(_today, Head.SealedThrough) > 0 ? _today : BusinessCalendar.After(Head.SealedThrough);

    /// <summary>Takes the uses, or says why not; a refusal leaves the plan as it was.</summary>
    public TakeResult Take(TakeUses command)
    {
        var intent = command.Attempt.Intent;
        var uses = command.Parts.Length;
        var discount = command.Parts.Sum(part => part.Discount);
        var customer = intent.CustomerKey is { } key ? Customer(key) : null;

        var refused = new List<LimitKind>();
        if (Head.FreeUnits < uses)
        {
            refused.Add(LimitKind.Total);
        }

        if (Head.FreeMoney < discount)
        {
            refused.Add(LimitKind.Budget);
        }

        if (customer is not null && Head.PerCustomer < customer.Count + uses)
        {
            refused.Add(LimitKind.Customer);
        }

        if (refused.Count > 0)
        {
            return new TakeResult.Refused([
                .. from part in command.Parts
                   from limit in refused
                   select new LimitRefusal(part.Code, limit, limit == LimitKind.Customer ? Head.PerCustomer : null)]);
        }

        var entries = command.Parts.Select((part, i) => Entry(command.Attempt, part, first: i == 0)).ToList();
        if (command.Prepare)
        {
            Head = Head with { Prepared = Head.Prepared + uses, PreparedMoney = Head.PreparedMoney + discount };
            _prepared.Add(new(command.Attempt.Key.RedemptionId, intent.CustomerKey, entries));
        }
        else
        {
            Head = Head with { Used = Head.Used + uses, UsedMoney = Head.UsedMoney + discount };
            entries.ForEach(Book);
        }

        if (intent.CustomerKey is { } counted)
        {
            var known = Customer(counted);
            _customers[counted] = known with { Count = known.Count + uses };
        }

        Writes = true;
        return new TakeResult.Taken(now);
    }

    /// <summary>Settles prepared uses.</summary>
    public void Settle(PreparedUses prepared, bool commit)
    {
        var uses = prepared.Entries.Count;
        var discount = prepared.Entries.Sum(entry => entry.Discount);
        Head = Head with { Prepared = Head.Prepared - uses, PreparedMoney = Head.PreparedMoney - discount };
        if (commit)
        {
            Head = Head with { Used = Head.Used + uses, UsedMoney = Head.UsedMoney + discount };
            foreach (var entry in prepared.Entries)
            {
                Book(entry with { Day = Day, At = now });
            }
        }
        else if (prepared.Customer is { } key)
        {
            var known = Customer(key);
            _customers[key] = known with { Count = known.Count - uses };
        }

        _deletes.Add(LaneKey.PendingRow(prepared.RedemptionId));
        Writes = true;
    }

    /// <summary>Sets limits; refuses what would fall below what is taken.</summary>
    public StampResult Stamp(StampLimits command)
    {
        var target = command.Target;
        var taken = Head.Used + Head.Prepared;
        var takenMoney = Head.UsedMoney + Head.PreparedMoney;
        if (command.OnlyLower)
        {
            if (target.Units < taken)
            {
                return new(false, LimitKind.Total, taken);
            }

            if (target.Money < takenMoney)
            {
                return new(false, LimitKind.Budget, takenMoney);
            }

            target = target with
            {
                Revision = Head.Revision,
                Currency = Head.Currency,
                Units = Lower(Head.Units, target.Units),
                Money = Lower(Head.Money, target.Money),
                PerCustomer = Head.PerCustomer,
            };
        }
        else if (target.Revision < Head.Revision)
        {
            return new(true, default, 0);
        }

        var stamped = Head with
        {
            Revision = target.Revision,
            Currency = target.Currency,
            Units = target.Units,
            Money = target.Money,
            PerCustomer = target.PerCustomer,
        };
        Writes |= stamped != Head;
        Head = stamped;
        return new(true, default, 0);
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

    /// <summary>Writes the head as it is.</summary>
    public void Touch() => Writes = true;

    /// <summary>Deletes a row that is known to stand in the lane.</summary>
    public void Delete(string row)
    {
        _deletes.Add(row);
        Writes = true;
    }

    /// <summary>The transaction: the head first, since its ETag is what makes all the rest valid.</summary>
    public List<TableTransactionAction> Actions(string batch)
    {
        var sequence = Entries.Count > 0 ? Head.Sequence + 1 : Head.Sequence;
        Head = Head with { Batch = batch, Sequence = sequence };
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, Head.ToRow(lane), _read.ETag),
        };
        foreach (var (key, uses) in _customers)
        {
            // An unconditional replace is safe: every change of the row moves the head.
            actions.Add(new(
                uses.Exists ? TableTransactionActionType.UpsertReplace : TableTransactionActionType.Add,
                uses.ToRow(lane, key)));
        }

        if (Entries.Count > 0)
        {
            actions.Add(new(TableTransactionActionType.Add, OutboxEntry.ToRow(lane.Partition, LaneKey.OutboxRow(sequence), batch, Entries)));
        }

        actions.AddRange(_prepared.Select(prepared => new TableTransactionAction(TableTransactionActionType.Add, prepared.ToRow(lane))));
        actions.AddRange(_deletes.Select(row => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(lane.Partition, row), Azure.ETag.All)));
        return actions;
    }

    private static long? Lower(long? now, long? target) => target is null ? now : now is null || target < now ? target : now;

    private CustomerUses Customer(string key) =>
        _customers.GetValueOrDefault(key) ?? customers.GetValueOrDefault(key) ?? CustomerUses.None;

    private OutboxEntry Entry(Attempt attempt, RedemptionPart part, bool first) => new(
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
        now);

    private void Book(OutboxEntry entry)
    {
        Entries.Add(entry);
        var (day, week, month) = (entry.Day, BusinessCalendar.WeekOf(entry.Day), BusinessCalendar.MonthOf(entry.Day));
        SeenPeriods? seen = null;
        if (entry.Customer is { } key)
        {
            var known = Customer(key);
            seen = known.Seen.GetValueOrDefault(entry.Channel);
            _customers[key] = known with { Seen = known.Seen.SetItem(entry.Channel, new(day, week, month)) };
        }

        // An anonymous order counts as a customer of its own, once.
        var counts = entry.Customer is not null || entry.FirstOfOrder;
        var figures = new ChannelFigures(
            1,
            entry.Kind == OutboxEntry.Retroactive ? 1 : 0,
            entry.Discount,
            entry.OrderValue,
            counts && seen?.Day != day ? 1 : 0,
            counts && seen?.Week != week ? 1 : 0,
            counts && seen?.Month != month ? 1 : 0);
        Head = Head with { Days = Head.Days.SetItem(entry.Day, (Head.Days.GetValueOrDefault(entry.Day) ?? DayFigures.None).Add(entry.Channel, figures)) };
    }
}
