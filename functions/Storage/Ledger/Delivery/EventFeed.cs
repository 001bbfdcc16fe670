using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Hands transactions to whoever publishes events. While that does not answer, almost nobody waits for it: one try in ten seconds finds out when it is back.</summary>
/// <param name="events">The publisher; null publishes nothing.</param>
/// <param name="clock">The storage's time.</param>
/// <param name="logger">Told when events begin to wait, and when they flow again.</param>
internal sealed class EventFeed(IRedemptionEvents? events, TimeProvider clock, ILogger logger)
{
    /// <summary>How long one publication may take: a delivery holds its place meanwhile, and redemptions may wait for a place.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>UTC ticks of the next try while the publisher does not answer; 0 while it does.</summary>
    private long _nextTry;

    /// <summary>Publishes a transaction, unless the publisher does not answer.</summary>
    /// <returns>False: it may not be published, and has to be tried again later.</returns>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<bool> TryPublishAsync(LaneKey lane, long sequence, IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        if (events is null)
        {
            return true;
        }

        var due = Interlocked.Read(ref _nextTry);
        var now = clock.GetUtcNow().UtcTicks;
        if (due != 0 && (now < due || Interlocked.CompareExchange(ref _nextTry, now + Pause.Ticks, due) != due))
        {
            return false;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);

            // Not every publisher heeds its token.
            await events.PublishAsync(OutboxEvents.Of(lane, sequence, entries), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the row keeps the event. Of all that fail at once, one says so.
            if (Interlocked.Exchange(ref _nextTry, (clock.GetUtcNow() + Pause).UtcTicks) == 0 || due != 0)
            {
                Log.EventsWait(logger, failure, Pause);
            }

            return false;
        }

        if (Interlocked.Exchange(ref _nextTry, 0) != 0)
        {
            Log.EventsFlow(logger);
        }

        return true;
    }
}
