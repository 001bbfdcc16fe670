using Microsoft.Extensions.Logging;

namespace PromoFunctions.App.Queues;

/// <summary>Waits while storage, or another queue, does not answer: a short outage must not use up a message's deliveries, of which there are few.</summary>
/// <param name="most">How long one piece of work may wait in all; after that its failure is thrown.</param>
/// <param name="time">What waits go by.</param>
/// <param name="logger">Told of every wait.</param>
internal sealed class StoragePatience(TimeSpan most, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Does work that may be begun again from its start.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends a wait.</param>
    public async Task<T> TryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Outage.Is(failure) && time.GetElapsedTime(started) + wait < most)
            {
                Log.StorageAwaited(logger, failure.GetType().Name, wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The same for work without a result.</summary>
    public Task TryAsync(Func<Task> work, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
