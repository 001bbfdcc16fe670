using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PromoFunctions.Storage.Telemetry;

namespace PromoFunctions.Storage.Ledger;

/// <summary>
/// Delivers what must follow a lane's commit, behind the answers: what is booked elsewhere, then the event. Delivered at least once, and tried again until it is;
/// a writer waits while too many deliveries are under way.
/// </summary>
/// <param name="booking">What is booked elsewhere.</param>
/// <param name="feed">Where events go.</param>
/// <param name="clock">The storage's time.</param>
/// <param name="logger">Told of delays.</param>
/// <param name="places">How many transactions are under delivery at once, at least 1.</param>
internal sealed class Outbox(OutboxBooking booking, EventFeed feed, TimeProvider clock, ILogger<Outbox> logger, int places) : IAsyncDisposable
{
    /// <summary>Transactions under delivery in a process; a writer waits beyond that, so that lanes stay short.</summary>
    internal const int MostUnderWay = 48;

    /// <summary>How long a writer waits for a place.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _room = new(places);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _draining;

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
                await booking.SettleAsync(find, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CodesNotSettled(logger, failure);
            }
        },
        CancellationToken.None));

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
                await booking.BookAsync(lane, sequence, batch, entries, attempts, _stop.Token).ConfigureAwait(false);
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
}
