using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Holds: marks for the sweep, and ends of those that are dead.</content>
internal sealed partial class LaneWriter
{
    /// <summary>Dead holds that one transaction ends: each is a row that goes and mostly a customer's row.</summary>
    private const int MostDead = 40;

    /// <summary>How long an end that is answered waits for a transaction that goes anyway, so that several share one.</summary>
    private static readonly TimeSpan BookAfter = TimeSpan.FromMilliseconds(25);

    private readonly List<EndHold> _answered = [];

    private readonly SortedSet<string> _deadlines = new(StringComparer.Ordinal);

    /// <summary>Tells the sweep when the plan's holds are over, before they stand: once a deadline's minute.</summary>
    private async Task MarkDeadlinesAsync(LanePlan plan)
    {
        if (plan.Held.Count == 0)
        {
            return;
        }

        foreach (var row in plan.Held.Select(held => DueRow.ForHold(held.Until, _lane)).DistinctBy(row => row.PartitionKey).Where(row => !_deadlines.Contains(row.PartitionKey)))
        {
            await _services.Tables.Due.UpsertEntityAsync(row, TableUpdateMode.Replace, _stop.Token).ConfigureAwait(false);
            _deadlines.Add(row.PartitionKey);
        }

        // A sweep has taken the marks of the minutes that are over.
        var past = DueRow.Minute(_services.Clock.GetUtcNow());
        _deadlines.RemoveWhere(minute => string.CompareOrdinal(minute, past) <= 0);
    }

    /// <summary>Whether this process remembers a hold of the lane, so that its end costs no reading.</summary>
    public bool Knows(OrderKey key) => _state.Knows(key);

    /// <summary>Answers the ends of holds that this process does not remember before it books them; takes them out of the batch until later.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> AnswerEndsAsync(List<LaneCommand> batch)
    {
        var unknown = batch.OfType<EndHold>().Where(end => end is { MayLag: true, Done.IsCompleted: false } && !_state.Knows(end.Key)).ToList();
        if (unknown.Count == 0)
        {
            return false;
        }

        var slot = ReleasedHold.NewSlot();
        var released = unknown.Where(end => end.Ending == HoldEnding.Released).Select(end => new ReleasedHold(slot, end.Key, end.Until, end.OverSeveral)).DistinctBy(note => note.Key).ToList();
        if (released.Count > 0 && !await TellHeadAsync(released).ConfigureAwait(false))
        {
            // Answered once they are booked.
            unknown.RemoveAll(end => end.Ending == HoldEnding.Released);
        }

        unknown.ForEach(end => end.Complete(true));
        _answered.AddRange(unknown);
        batch.RemoveAll(command => command is EndHold end && unknown.Contains(end));
        return unknown.Count > 0;
    }

    /// <summary>Tells the head of releases, whatever it has become. False: it has no room for them.</summary>
    private async Task<bool> TellHeadAsync(IReadOnlyList<ReleasedHold> released)
    {
        if (_state.Snapshot?.Head.Released.DistinctBy(note => note.Slot).Count() >= ReleasedHold.MostSlots)
        {
            return false;
        }

        // Sent again by the client, it says the same again; landed late, it tells of what is booked, and goes with the next transaction.
        var head = new TableEntity(_lane.Partition, LaneKey.HeadRow);
        ReleasedHold.Write(head, released);
        var told = await _services.Tables.Lanes.TryAddAsync(head, _stop.Token).ConfigureAwait(false);
        _state.Drop();
        return told;
    }

    /// <summary>What was answered is tried again with the storage, up to the deadline, whose sweep does it then; a lane that stops leaves it to that.</summary>
    private void KeepAnswered(List<LaneCommand> batch)
    {
        if (_queue.Reader.Completion.IsCompleted)
        {
            _answered.Clear();
            return;
        }

        var now = _services.Clock.GetUtcNow();
        _answered.AddRange(batch.OfType<EndHold>().Where(end => end.Done.IsCompletedSuccessfully && end.Until > now));
    }

    /// <summary>What can lie before an end: uses of an order over several campaigns that are prepared still are settled first.</summary>
    private async Task SettleFirstAsync(List<LaneCommand> batch, LaneHead head)
    {
        bool IsOpen(OrderKey key) => !_state.Knows(key) && !batch.OfType<SettlePrepared>().Any(settle => settle.Key == key);
        foreach (var end in batch.OfType<EndHold>().Where(end => end.OverSeveral && IsOpen(end.Key)).ToList())
        {
            batch.Insert(0, new SettlePrepared(end.Key, end.Decision));
        }

        foreach (var note in head.Released.Take(MostDead).Where(note => note.OverSeveral && IsOpen(note.Key)).ToList())
        {
            if (await _services.Tables.Lanes.FindAsync(_lane.Partition, LaneKey.PendingRow(note.Key.RedemptionId), _stop.Token).ConfigureAwait(false) is not null
                && await _services.Orders.FindDecisionAsync(note.Key, _stop.Token).ConfigureAwait(false) is { } decision)
            {
                batch.Insert(0, new SettlePrepared(note.Key, decision));
                batch.Add(new EndHold(note.Key, decision, HoldEnding.Released, note.Until));
            }
        }
    }

    /// <summary>The lane's holds past their deadlines, each with its end: from here on none of them can end otherwise.</summary>
    private async Task<DeadHolds> FindDeadAsync(DateTimeOffset now)
    {
        var (found, next) = (new List<HeldUses>(), default(DateTimeOffset?));
        await foreach (var row in _services.Tables.Lanes.RowsAsync(_lane.Partition, HeldUses.Prefix, _stop.Token).ConfigureAwait(false))
        {
            var held = HeldUses.Read(row);
            if (held.Until > now || found.Count == MostDead)
            {
                next = held.Until;
                break;
            }

            found.Add(held);
        }

        await _state.Buckets.LoadAsync(found.Select(held => held.Uses.Customer).OfType<string>(), sure: false, _stop.Token).ConfigureAwait(false);
        var endings = await Task.WhenAll(found.Select(held => _services.Orders.ExpireAsync(held, now, _stop.Token))).ConfigureAwait(false);
        return new([.. found.Zip(endings)], next);
    }
}
