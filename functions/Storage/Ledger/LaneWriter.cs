using System.Threading.Channels;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The one writer of a lane in this process: what waits goes into one transaction (group commit).</summary>
/// <remarks>
/// Safety rests on the head's ETag in every transaction, not on there being one writer: other processes have theirs.
/// A transaction whose end is not known is looked for (its batch id in the head, its outbox row, its orders' decisions) before it is tried again.
/// </remarks>
internal sealed class LaneWriter : IAsyncDisposable
{
    private const int MostCommands = 45;
    private const int MostDeletes = 20;
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UndecidedWait = TimeSpan.FromMilliseconds(100);

    private readonly Channel<LaneCommand> _queue = Channel.CreateUnbounded<LaneCommand>(new() { SingleReader = true });
    private readonly List<LaneCommand> _waiting = [];
    private readonly Queue<long> _forget = new();
    private readonly LaneKey _lane;
    private readonly LaneServices _services;
    private readonly LaneState _state;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private DateTimeOffset _dueUntil;
    private Task<bool>? _more;

    public LaneWriter(LaneKey lane, LaneServices services)
    {
        _lane = lane;
        _services = services;
        _state = new(lane, services);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The head as last read or written, and when; for answers that do not bind.</summary>
    public LaneSnapshot? Snapshot => _state.Snapshot;

    /// <summary>Queues a command; its <see cref="LaneCommand{TResult}.Done"/> tells the end.</summary>
    public Task<TResult> PostAsync<TResult>(LaneCommand<TResult> command)
    {
        if (!_queue.Writer.TryWrite(command))
        {
            command.Fail(new OperationCanceledException("The ledger is stopping."));
        }

        return command.Done;
    }

    /// <summary>Finishes what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(TimeSpan.FromSeconds(20));
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            while (_waiting.Count < MostCommands && _queue.Reader.TryRead(out var command))
            {
                if (command is ForgetOutbox forget)
                {
                    // Not worth a transaction of its own: the next one deletes them.
                    foreach (var sequence in forget.Sequences)
                    {
                        _forget.Enqueue(sequence);
                    }

                    forget.Complete(true);
                    continue;
                }

                _waiting.Add(command);
            }

            var batch = _waiting.ToList();
            try
            {
                await ProcessAsync(batch).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                // Storage is gone or the process stops. The callers answer 503, and a repeat finds what landed.
                _state.Drop();
                batch.ForEach(command => command.Fail(failure));
                _waiting.Clear();
                await Task.Delay(AfterFailure, _services.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_stop.IsCancellationRequested)
                {
                    // Nobody waits any more; the outbox rows that are left are the sweep's.
                    _forget.Clear();
                }
            }
        }
    }

    /// <summary>False when the lane has stopped and nothing is left.</summary>
    private async Task<bool> WaitAsync()
    {
        if (_waiting.Count > 0)
        {
            // Only orders that wait for others' decisions are left.
            await Task.Delay(UndecidedWait, _services.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }

        _more ??= _queue.Reader.WaitToReadAsync().AsTask();
        if (_forget.Count > 0 && await Task.WhenAny(_more, Task.Delay(ForgetAfter, _services.Clock)).ConfigureAwait(false) != _more)
        {
            return true;
        }

        var more = await _more.ConfigureAwait(false);
        _more = null;
        return more || _forget.Count > 0;
    }

    private async Task ProcessAsync(List<LaneCommand> batch)
    {
        for (var tries = 0; ; tries++)
        {
            await BackOffAsync(tries).ConfigureAwait(false);
            var head = await _state.HeadAsync(_stop.Token).ConfigureAwait(false);
            var round = await PlanAsync(batch, head).ConfigureAwait(false);
            if (round is null)
            {
                continue;
            }

            if (!round.Plan.Writes)
            {
                Finish(batch, round);
                return;
            }

            if (round.Plan.Entries.Count > 0 || round.Prepares)
            {
                await MarkDueAsync().ConfigureAwait(false);
            }

            var id = LaneServices.NewId();
            var actions = round.Plan.Actions(id);
            var sent = _services.Clock.GetTimestamp();
            var result = await _services.Tables.LanesOnce.TrySubmitAsync(actions, _stop.Token).ConfigureAwait(false);
            if (result.Result == WriteResult.Written)
            {
                _state.Committed(round.Plan, result.ETags[0], sent);
            }
            else if (!await LandedAsync(round, id, actions, result).ConfigureAwait(false))
            {
                continue;
            }

            round.Forgotten.ForEach(_ => _forget.Dequeue());
            Finish(batch, round);
            if (round.Plan.Entries.Count > 0)
            {
                await _services.Outbox.DeliverAsync(this, _lane, round.Plan.Head.Sequence, id, round.Plan.Entries, round.Attempts, _stop.Token).ConfigureAwait(false);
            }

            return;
        }
    }

    /// <summary>Folds the batch over the head; null when something must be read first.</summary>
    private async Task<LaneRound?> PlanAsync(List<LaneCommand> batch, LaneHead head)
    {
        var pending = await _state.PendingAsync(batch.OfType<SettlePrepared>().Select(settle => settle.Key), _stop.Token).ConfigureAwait(false);
        var takenOver = await TakenOverAsync(batch).ConfigureAwait(false);
        var round = new LaneRound(new(_lane, head, _state.Customers, _services.Calendar, _services.Clock.GetUtcNow()));

        // Limits and seals first: then every booking of this transaction falls on one day, under one set of limits.
        foreach (var command in batch.OrderBy(command => command is StampLimits or SealDay ? 0 : 1))
        {
            if (!round.Fold(command, pending, takenOver))
            {
                // The catalog is ahead of the head: a change was saved but its stamp is still under way, or its writer died.
                var limits = await _services.LimitsAsync(_lane, _stop.Token).ConfigureAwait(false);
                var stamp = new StampLimits(limits, onlyLower: false);
                batch.Insert(0, stamp);
                _state.Drop();
                return null;
            }
        }

        if (!round.Plan.Writes && round.RefusesBefore(_state.ReadAt))
        {
            // A refusal must rest on a head that was read after its request came in.
            _state.Drop();
            return null;
        }

        if (round.Plan.Writes || batch.Count == 0)
        {
            // Deletes ride with the next commit; an idle lane makes one for them.
            foreach (var sequence in _forget.Take(MostDeletes))
            {
                round.Plan.Delete(LaneKey.OutboxRow(sequence));
                round.Forgotten.Add(sequence);
            }
        }

        return round;
    }

    /// <summary>Attempts in the batch that are old enough for another instance to have settled them, and were.</summary>
    private async Task<HashSet<OrderKey>> TakenOverAsync(List<LaneCommand> batch)
    {
        var found = new HashSet<OrderKey>();
        var now = _services.Clock.GetUtcNow();
        foreach (var take in batch.OfType<TakeUses>().Where(take => now - take.Attempt.At > Attempt.OwnerLooks))
        {
            // Read after the head: whoever takes over inserts its mark first and moves the head then.
            var key = take.Attempt.Key;
            if (await _services.Tables.Orders.FindAsync(key.Hash, key.TakeoverRow, _stop.Token).ConfigureAwait(false) is not null
                || await _services.Tables.Orders.FindAsync(key.Hash, key.DecisionRow, _stop.Token).ConfigureAwait(false) is not null)
            {
                found.Add(key);
            }
        }

        return found;
    }

    /// <summary>Looks at a transaction that was not simply written. True: it is in the table after all.</summary>
    private async Task<bool> LandedAsync(LaneRound round, string id, List<TableTransactionAction> actions, TransactionResult result)
    {
        if (result.FailedIndex > 0)
        {
            // The head, which is action 0, was as we knew it, so nothing of this landed and the head still holds.
            await LearnAsync(round, actions[result.FailedIndex].Entity.RowKey).ConfigureAwait(false);
            return false;
        }

        for (var tries = 1; ; tries++)
        {
            _state.Drop();
            var head = await _state.HeadAsync(_stop.Token).ConfigureAwait(false);
            if (round.Plan.Entries.Count > 0 && await StandsAsync(round.Plan, id, head).ConfigureAwait(false))
            {
                return true;
            }

            if (result.Result != WriteResult.Unknown)
            {
                return false;
            }

            // It may be on its way still. Once the head has moved, it can land no more.
            var fence = new LanePlan(_lane, head, _state.Customers, _services.Calendar, _services.Clock.GetUtcNow());
            var moved = await _services.Tables.LanesOnce.TrySubmitAsync(fence.Actions(LaneServices.NewId()), _stop.Token).ConfigureAwait(false);
            if (moved.Result == WriteResult.Written)
            {
                _state.Drop();
                return false;
            }

            await BackOffAsync(tries + 1).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a plan that booked something is in the table, told by the head or by its outbox row, or by its journal row once that was delivered.</summary>
    private async Task<bool> StandsAsync(LanePlan plan, string id, LaneHead head)
    {
        if (head.Batch == id)
        {
            return true;
        }

        var sequence = plan.Head.Sequence;
        if (head.Sequence < sequence)
        {
            return false;
        }

        var outbox = await _services.Tables.Lanes.FindAsync(_lane.Partition, LaneKey.OutboxRow(sequence), _stop.Token).ConfigureAwait(false);
        return outbox is not null
            ? outbox.GetString("Batch") == id
            : await _services.Outbox.WasJournalledAsync(_lane, plan.Day, sequence, id, _stop.Token).ConfigureAwait(false);
    }

    /// <summary>Takes in what a refused action tells.</summary>
    private async Task LearnAsync(LaneRound round, string row)
    {
        if (row.StartsWith(LaneKey.OutboxPrefix, StringComparison.Ordinal))
        {
            // Somebody else has deleted an outbox row: leave the rest of these to the sweep.
            round.Forgotten.ForEach(_ => _forget.Dequeue());
        }
        else if (row.StartsWith("u|", StringComparison.Ordinal))
        {
            // A customer taken for new is known. Read all that were taken for new, since there may be more of them.
            // Their rows hold under the head read before them: a change of theirs would have moved it.
            await _state.LoadCustomersAsync(round.Plan.Customers.Where(customer => !customer.Value.Exists).Select(customer => customer.Key), _stop.Token).ConfigureAwait(false);
        }
        else
        {
            _state.Drop();
        }
    }

    private void Finish(List<LaneCommand> batch, LaneRound round)
    {
        foreach (var command in batch)
        {
            if (round.Waits(command))
            {
                continue;
            }

            round.Complete(command);
            _waiting.Remove(command);
        }

        if (round.AnyWaits)
        {
            // Others may decide and settle them: look at the head anew.
            _state.Drop();
            _services.ResolvePending(_lane);
        }
    }

    /// <summary>Tells the sweep to look at this lane in three minutes, once a minute: should this process die, what it leaves is found.</summary>
    private async Task MarkDueAsync()
    {
        var now = _services.Clock.GetUtcNow();
        if (now < _dueUntil)
        {
            return;
        }

        await _services.Tables.Due.UpsertEntityAsync(DueRow.ForLane(now, _lane), TableUpdateMode.Replace, _stop.Token).ConfigureAwait(false);
        _dueUntil = now.AddMinutes(1);
    }

    private async Task BackOffAsync(int tries)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (tries > 1)
        {
            // Other processes write to this lane as well: spread out, so that each gets its turn.
            var most = Math.Min(200, 2 << Math.Min(tries, 6));
            await Task.Delay(TimeSpan.FromMilliseconds(LaneServices.Jitter(most)), _services.Clock, _stop.Token).ConfigureAwait(false);
        }
    }
}
