using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Telemetry;

namespace PromoFunctions.Storage.Ledger;

/// <summary>
/// What must follow a lane's commit: the orders' decisions, the notes of codes that are used, the marks of refunds, the customers' histories, the journal, and the event.
/// Delivered at least once; every step but the last is an insert that may be there already.
/// </summary>
/// <param name="tables">The installation's tables.</param>
/// <param name="orders">Where decisions go.</param>
/// <param name="codes">Where it is noted that a code is used.</param>
/// <param name="feed">Where events go.</param>
/// <param name="clock">The storage's time.</param>
/// <param name="logger">Told of delays.</param>
/// <param name="places">How many transactions are under delivery at once, at least 1.</param>
internal sealed class Outbox(PromoTables tables, OrderBook orders, SettledCodes codes, EventFeed feed, TimeProvider clock, ILogger<Outbox> logger, int places) : IAsyncDisposable
{
    /// <summary>Transactions under delivery in a process; a writer waits beyond that, so that lanes stay short.</summary>
    internal const int MostUnderWay = 48;

    /// <summary>Inserts of all deliveries of this process at once: few, so that the answers that shoppers wait for come first in a burst.</summary>
    private const int MostInserts = 12;

    /// <summary>How long a writer waits for a place.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(MostInserts);
    private readonly HistoryBook _history = new(tables);
    private readonly SemaphoreSlim _room = new(places);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _draining;

    /// <summary>Told when an attempt's decision stands in the table.</summary>
    public event Action<OrderKey>? Decided;

    /// <summary>
    /// Starts the delivery of a commit of this process; returns once there is room for it. Where none comes, since deliveries fail, the row is left to
    /// the sweep, as a dead process's would be: redemptions go on, and none of them waits for good.
    /// </summary>
    public async Task DeliverAsync(LaneWriter writer, LaneKey lane, long sequence, string batch, IReadOnlyList<OutboxEntry> entries, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        if (!await HasRoomAsync(cancellationToken).ConfigureAwait(false))
        {
            Log.OutboxLeft(logger, Patience);
            return;
        }

        var delivery = Task.Run(
            async () =>
            {
                try
                {
                    await DeliverUntilDoneAsync(writer, lane, sequence, batch, entries, attempts).ConfigureAwait(false);
                }
                finally
                {
                    _room.Release();
                }
            },
            CancellationToken.None);
        Watch(delivery);
    }

    /// <summary>Starts to note that codes are used, which is no part of a lane's delivery: what fails is left out.</summary>
    /// <param name="find">Finds the attempt that was redeemed.</param>
    public void Settle(Func<CancellationToken, Task<Attempt?>> find) => Watch(Task.Run(
        async () =>
        {
            try
            {
                await _turns.WaitAsync(_stop.Token).ConfigureAwait(false);
                try
                {
                    if (await find(_stop.Token).ConfigureAwait(false) is { } attempt)
                    {
                        await codes.SettleAsync(attempt, _stop.Token).ConfigureAwait(false);
                    }
                }
                finally
                {
                    _turns.Release();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CodesNotSettled(logger, failure);
            }
        },
        CancellationToken.None));

    /// <summary>Delivers outbox rows that a crash left in a lane, oldest first.</summary>
    /// <param name="writer">The lane's writer, which deletes them.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="olderThan">Younger rows are their own process's to deliver.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The rows delivered, and those whose events wait for their publisher.</returns>
    public async Task<(int Delivered, int Waiting)> RepairAsync(LaneWriter writer, LaneKey lane, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var (delivered, waiting) = (0, 0);
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (row.GetDateTimeOffset("At") >= olderThan)
            {
                continue;
            }

            var entries = OutboxEntry.Read(row);
            var attempts = new List<Attempt>();
            foreach (var id in entries.Where(entry => entry.Takes).Select(entry => entry.RedemptionId).Distinct())
            {
                if (OrderKey.Parse(id) is { } key
                    && await orders.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is null
                    && await orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false) is { } attempt)
                {
                    attempts.Add(attempt);
                }
            }

            var sequence = long.Parse(row.RowKey.AsSpan(LaneKey.OutboxPrefix.Length), System.Globalization.CultureInfo.InvariantCulture);
            await BookAsync(lane, sequence, row.GetString("Batch") ?? "", entries, attempts, cancellationToken).ConfigureAwait(false);
            if (!await feed.TryPublishAsync(lane, sequence, entries, cancellationToken).ConfigureAwait(false))
            {
                waiting++;
                continue;
            }

            writer.Forget(sequence);
            delivered++;
        }

        return (delivered, waiting);
    }

    /// <summary>The entry with which a lane's undelivered outbox took this redemption, or null.</summary>
    public async Task<OutboxEntry?> FindBookingAsync(LaneKey lane, OrderKey key, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (OutboxEntry.Read(row).FirstOrDefault(entry => entry.Takes && entry.RedemptionId == key.RedemptionId) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether the journal has this transaction.</summary>
    public async Task<bool> WasJournalledAsync(LaneKey lane, string day, long sequence, string batch, CancellationToken cancellationToken) =>
        await tables.Journal.FindAsync(JournalRow.Partition(lane, day), JournalRow.Key(sequence), cancellationToken).ConfigureAwait(false) is { } row
        && row.GetString("Batch") == batch;

    /// <summary>Waits for what is under way, 10 seconds at most from the first call; the sweep of a later process delivers the rest.</summary>
    public async Task DrainAsync()
    {
        if (!_draining)
        {
            _draining = true;
            _stop.CancelAfter(TimeSpan.FromSeconds(10));
        }

        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>After the lanes have stopped: drains and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        _stop.Dispose();
        _room.Dispose();
        _turns.Dispose();
    }

    private void Watch(Task work)
    {
        _running[work] = 0;
        _ = work.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        if (_room.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _room.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task DeliverUntilDoneAsync(LaneWriter writer, LaneKey lane, long sequence, string batch, IReadOnlyList<OutboxEntry> entries, IReadOnlyList<Attempt> attempts)
    {
        using var measured = LedgerMeter.Delivering();
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < TimeSpan.FromSeconds(5) ? wait * 2 : wait)
        {
            try
            {
                await BookAsync(lane, sequence, batch, entries, attempts, _stop.Token).ConfigureAwait(false);
                if (await feed.TryPublishAsync(lane, sequence, entries, _stop.Token).ConfigureAwait(false))
                {
                    // Not awaited: the writer may be waiting for this delivery's place before it reads on.
                    writer.Forget(sequence);
                    measured.Delivered();
                }

                // What is not published is the sweep's: the row stays in a marked lane, and the place is another's.
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Stopping: the rows stay, and the lane is marked for the sweep.
                return;
            }
            catch (Exception failure)
            {
                Log.OutboxDelayed(logger, failure, wait);
            }

            await Task.Delay(wait, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>All but the event.</summary>
    private async Task BookAsync(LaneKey lane, long sequence, string batch, IReadOnlyList<OutboxEntry> entries, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var taken = entries.Where(entry => entry.Takes).GroupBy(entry => entry.RedemptionId).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        await Parallel.ForEachAsync(attempts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (attempt, token) =>
        {
            var entry = taken[attempt.Key.RedemptionId];
            await _turns.WaitAsync(token).ConfigureAwait(false);
            try
            {
                await orders.DecideAsync(attempt.Key, Decision.Commit(attempt, entry.At, entry.HeldUntil), token).ConfigureAwait(false);
                if (entry.HeldUntil is null)
                {
                    await codes.SettleAsync(attempt, token).ConfigureAwait(false);
                }
            }
            finally
            {
                _turns.Release();
            }

            Decided?.Invoke(attempt.Key);
        }).ConfigureAwait(false);

        foreach (var refund in entries.Select(entry => entry.Refund).OfType<string>().Distinct().Select(RefundKey.Parse))
        {
            if (await tables.Orders.TryInsertAsync(new TableEntity(refund.Order, refund.DoneRow(lane)), cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
            {
                throw new IOException("The orders did not answer.");
            }
        }

        await _history.AddAsync(lane, sequence, entries, _turns, cancellationToken).ConfigureAwait(false);
        var journal = OutboxEntry.ToRow(JournalRow.Partition(lane, entries[0].Day), JournalRow.Key(sequence), batch, entries);
        if (await tables.Journal.TryInsertAsync(journal, cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
        {
            throw new IOException("The journal did not answer.");
        }
    }
}
