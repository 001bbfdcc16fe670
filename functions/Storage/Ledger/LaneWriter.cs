using System.Threading.Channels;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Telemetry;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The one writer of a lane in this process: what waits goes into one transaction (group commit).</summary>
/// <remarks>
/// Safety rests on the head's ETag in every transaction, not on there being one writer: other processes have theirs.
/// A transaction whose end is not known is looked for (its batch id in the head, its outbox row, its orders' decisions) before it is tried again.
/// </remarks>
internal sealed partial class LaneWriter : IAsyncDisposable
{
    private const int MostCommands = 45;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a gathering of room may take to stop, should its storage be silent.</summary>
    private static readonly TimeSpan MostAfterStop = TimeSpan.FromSeconds(5);

    private readonly Channel<LaneCommand> _queue = Channel.CreateUnbounded<LaneCommand>(new() { SingleReader = true });
    private readonly List<LaneCommand> _waiting = [];
    private readonly List<HandOver> _handOvers = [];
    private readonly HashSet<string> _forget = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
    private readonly LaneKey _lane;
    private readonly LaneServices _services;
    private readonly LaneState _state;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _markedUntil;
    private bool _left;
    private Task? _end;

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
        command.PostedAt = _services.Clock.GetTimestamp();
        if (!_queue.Writer.TryWrite(command))
        {
            command.Fail(new IOException("The ledger is stopping."));
        }

        return command.Done;
    }

    /// <summary>Has the outbox row of a transaction deleted, with the next one or soon. A lane that has stopped leaves it to the sweep.</summary>
    public void Forget(long sequence) => _queue.Writer.TryWrite(new ForgetOutbox([sequence]));

    /// <summary>Whether a mark in <c>Due</c> covers what this lane commits at an instant.</summary>
    public bool IsMarked(DateTimeOffset at) => at.UtcTicks < Volatile.Read(ref _markedUntil);

    /// <summary>A mark that was made at an instant stands: the lane needs none of its own for a minute.</summary>
    public void Marked(DateTimeOffset at) => Volatile.Write(ref _markedUntil, at.AddMinutes(1).UtcTicks);

    /// <summary>Finishes what waits, then stops. Not to be called by several at once.</summary>
    public ValueTask DisposeAsync() => new(_end ??= EndAsync());

    private async Task EndAsync()
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(TimeSpan.FromSeconds(20));
        await _loop.ConfigureAwait(false);

        // Whoever waited for room has got it otherwise, or was told; a gathering that went on would move room for nobody, in a process that has stopped.
        await _stop.CancelAsync().ConfigureAwait(false);
        await _gathering.WaitAsync(MostAfterStop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            // Whoever waits for undecided orders takes no place: what decides them comes through this queue as well.
            for (var fresh = 0; fresh < MostCommands && _queue.Reader.TryRead(out var command);)
            {
                if (Notes(command))
                {
                    continue;
                }

                _waiting.Add(command);
                fresh++;
            }

            // What is answered goes with whatever goes next.
            var batch = _answered.Take(MostCommands).Concat(_waiting).ToList();
            _answered.RemoveRange(0, Math.Min(MostCommands, _answered.Count));
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
                _left = false;
                KeepAnswered(batch);
                await Task.Delay(AfterFailure, _services.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_stop.IsCancellationRequested)
                {
                    // Nobody waits any more; the outbox rows that are left are the sweep's.
                    _forget.Clear();
                }
            }

            if (!_left && _answered.Count == 0)
            {
                _handOvers.ForEach(told => told.Complete(true));
                _handOvers.Clear();
            }
        }
    }

    private async Task ProcessAsync(List<LaneCommand> batch)
    {
        for (var tries = 0; ; tries++)
        {
            await BackOffAsync(tries).ConfigureAwait(false);
            if ((await AnswerEndsAsync(batch).ConfigureAwait(false) || _forget.Count == 0) && batch.Count == 0)
            {
                _waiting.Clear();
                return;
            }

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

            if (round.NeedsSweep)
            {
                await MarkDueAsync().ConfigureAwait(false);
            }

            await MarkDeadlinesAsync(round.Plan).ConfigureAwait(false);
            var id = LaneServices.NewId();
            var actions = round.Plan.Actions(id);
            var sent = _services.Clock.GetTimestamp();
            var result = await _services.Tables.LanesOnce.TrySubmitAsync(actions, _stop.Token).ConfigureAwait(false);
            if (result.Result == WriteResult.Written)
            {
                _state.Committed(round.Plan, result.ETags, sent);
            }
            else if (!await LandedAsync(round, id, actions, result).ConfigureAwait(false))
            {
                LedgerMeter.Conflicted();
                continue;
            }

            LedgerMeter.Committed(batch.Count);
            _forget.ExceptWith(round.Forgotten);
            Finish(batch, round);
            if (round.Plan.Entries.Count > 0)
            {
                await _services.Outbox.DeliverAsync(this, _lane, round.Plan.Head.Sequence, id, round.Plan.Entries, round.Attempts, _stop.Token).ConfigureAwait(false);
            }

            return;
        }
    }

    private void Finish(List<LaneCommand> batch, LaneRound round)
    {
        _waiting.Clear();
        if ((_noAnswer ?? (_unheard ? new IOException("The ledger stopped before it was told what room is left.") : null)) is { } failure)
        {
            _noAnswer = null;
            round.FailShort(failure);
        }

        if (round.AnyShort && _gathering.IsCompleted)
        {
            var (count, needs, since) = (round.Plan.Head.Lanes, round.Needs, round.ShortSince);
            _gathering = Task.Run(() => GatherAsync(count, needs, since));
        }

        foreach (var command in batch)
        {
            if (round.Stays(command))
            {
                _waiting.Add(command);
            }
            else
            {
                round.Complete(command);
            }
        }

        _left = round.AnyLeft;

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
        if (IsMarked(now))
        {
            return;
        }

        await _services.Tables.Due.UpsertEntityAsync(DueRow.ForLane(now, _lane), TableUpdateMode.Replace, _stop.Token).ConfigureAwait(false);
        Marked(now);
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
