using System.Collections.Concurrent;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Waits for messages on behalf of one receiver, and keeps those that were fetched ahead. An idle queue is looked at ever less
/// often, from every 50 ms to once a second; something put into it by this process is seen at once.
/// </summary>
internal sealed class Prefetched(QueueEndpoint queue, ServiceBusReceiveMode mode, int ahead)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<ServiceBusReceivedMessage> _kept = new();

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var pause = ShortestPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var arrival = await queue.ArrivalAsync(cancellationToken).ConfigureAwait(false);
            var messages = await TakeAsync(max, cancellationToken).ConfigureAwait(false);
            var left = wait - TimeProvider.System.GetElapsedTime(start);
            if (messages.Count > 0 || left <= TimeSpan.Zero)
            {
                return messages;
            }

            if (await SleepAsync(arrival, pause < left ? pause : left, cancellationToken).ConfigureAwait(false))
            {
                pause = ShortestPause;
            }
            else
            {
                pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            }
        }
    }

    /// <summary>Gives back what was fetched and never asked for.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        while (_kept.TryDequeue(out var message))
        {
            try
            {
                await queue.ReleaseAsync(message, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceBusException)
            {
                // Its lock has run out, or will.
            }
        }
    }

    private static async Task<bool> SleepAsync(Task arrival, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(arrival, Task.Delay(pause, awake.Token)).ConfigureAwait(false);
        await awake.CancelAsync().ConfigureAwait(false);
        return first == arrival;
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(int max, CancellationToken cancellationToken)
    {
        if (ahead == 0)
        {
            return await queue.TakeAsync(max, mode, cancellationToken).ConfigureAwait(false);
        }

        if (_kept.IsEmpty)
        {
            foreach (var message in await queue.TakeAsync(Math.Max(max, ahead), mode, cancellationToken).ConfigureAwait(false))
            {
                _kept.Enqueue(message);
            }
        }

        var taken = new List<ServiceBusReceivedMessage>(max);
        while (taken.Count < max && _kept.TryDequeue(out var message))
        {
            taken.Add(message);
        }

        return taken;
    }
}
