using System.Runtime.ExceptionServices;

namespace Azure.Messaging.ServiceBus;

/// <summary>One client's hold on one queue or dead-letter queue: finds its tables, does the work, and says in Service Bus's terms what failed.</summary>
internal sealed class QueueEndpoint(BrokerConnection connection, EntityPath path)
{
    private readonly Receiving _receiving = new(path);

    public EntityPath Path => path;

    /// <summary>The storage's time.</summary>
    public DateTimeOffset Now => connection.Catalog.Now;

    /// <summary>Stores messages.</summary>
    /// <returns>Their sequence numbers, in the same order; for a duplicate, that of the first.</returns>
    public Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        if (path.DeadLetter)
        {
            throw new InvalidOperationException("Messages cannot be sent to a dead-letter queue.");
        }

        return UseAsync(queue => Sending.SendAsync(queue, contents, cancellationToken), cancellationToken);
    }

    public Task CancelScheduledAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken) =>
        UseAsync(queue => Sending.CancelAsync(queue, numbers, cancellationToken), cancellationToken);

    /// <summary>Takes what is there now; nothing when nothing is.</summary>
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(int max, ServiceBusReceiveMode mode, CancellationToken cancellationToken) =>
        UseAsync(queue => _receiving.TakeAsync(queue, max, mode, cancellationToken), cancellationToken);

    /// <summary>Completes when this process puts something into the queue.</summary>
    public Task<Task> ArrivalAsync(CancellationToken cancellationToken) =>
        UseAsync(queue => Task.FromResult((path.DeadLetter ? queue.DeadSignal : queue.LiveSignal).Next), cancellationToken);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(IReadOnlyList<long> numbers, ServiceBusReceiveMode mode, CancellationToken cancellationToken) =>
        UseAsync(queue => _receiving.TakeDeferredAsync(queue, numbers, mode, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(int max, long from, CancellationToken cancellationToken) =>
        UseAsync(queue => Peeking.PeekAsync(queue, path, max, from, cancellationToken), cancellationToken);

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, settling => settling.CompleteAsync(message, cancellationToken), cancellationToken);

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync(message, settling => settling.AbandonAsync(message, properties, cancellationToken), cancellationToken);

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync(message, settling => settling.DeferAsync(message, properties, cancellationToken), cancellationToken);

    public Task DeadLetterAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, string? reason, string? description, CancellationToken cancellationToken)
    {
        if (path.DeadLetter)
        {
            throw new InvalidOperationException("A message in a dead-letter queue cannot be dead-lettered again.");
        }

        return SettleAsync(message, settling => settling.DeadLetterAsync(message, properties, reason, description, cancellationToken), cancellationToken);
    }

    public Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, settling => settling.RenewAsync(message, cancellationToken), cancellationToken);

    /// <summary>Gives back a message that nobody has seen, as if it had not been received.</summary>
    public Task ReleaseAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, settling => settling.ReleaseAsync(message, cancellationToken), cancellationToken);

    private Task<bool> SettleAsync(ServiceBusReceivedMessage message, Func<Settling, Task> settle, CancellationToken cancellationToken) =>
        UseAsync(
            async queue =>
            {
                if (message.IsSettled)
                {
                    throw Settling.LockLost(path, null);
                }

                await settle(new Settling(queue, path)).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private async Task<T> UseAsync<T>(Func<OpenQueue, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var catalog = connection.Catalog;
            try
            {
                return await use(await catalog.OpenAsync(path.Queue, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing))
            {
                // The queue was deleted, and perhaps made again, since the catalog was read.
                catalog.Forget(path.Queue);
                return await use(await catalog.OpenAsync(path.Queue, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            var translated = StorageFailures.Translate(failure, path.ToString(), cancellationToken);
            if (translated == failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            throw translated;
        }
    }
}
