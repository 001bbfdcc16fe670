#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Sends messages to one queue. Safe for several threads. A call that returns has stored its messages; one that throws a
/// transient <see cref="ServiceBusException"/> may have stored them, so repeat it under the same message ids on a queue with
/// duplicate detection.
/// </summary>
public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly QueueEndpoint _queue;
    private volatile bool _closed;

    /// <summary>For test doubles.</summary>
    protected ServiceBusSender()
    {
        Identifier = string.Empty;
    }

    /// <summary>A sender to a queue.</summary>
    protected ServiceBusSender(ServiceBusClient client, string queueOrTopicName)
        : this(client, queueOrTopicName, null)
    {
    }

    /// <summary>A sender to a queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    protected internal ServiceBusSender(ServiceBusClient client, string queueOrTopicName, ServiceBusSenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        _client = client;
        EntityPath = queueOrTopicName;
        _queue = client.Connection.Queue(queueOrTopicName, SubQueue.None);
        Identifier = Identifiers.Or(options?.Identifier, queueOrTopicName);
    }

    /// <summary>The namespace's host.</summary>
    public virtual string FullyQualifiedNamespace => Client.FullyQualifiedNamespace;

    /// <summary>The queue.</summary>
    public virtual string EntityPath { get; } = string.Empty;

    /// <summary>Whether the sender is closed.</summary>
    public virtual bool IsClosed => _closed || _client?.IsClosed == true;

    /// <summary>The name that the sender goes by in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Sends one message.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageSizeExceeded"/> over 262,144 bytes, <see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync([message], cancellationToken);
    }

    /// <summary>
    /// Sends messages that together keep within 262,144 bytes. Up to 100 of them are stored as one where the queue does not
    /// look for duplicates; beyond that, and where it does, a failure may leave a part stored.
    /// </summary>
    /// <exception cref="ServiceBusException">As for one message.</exception>
    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var list = messages as IReadOnlyList<ServiceBusMessage> ?? [.. messages];
        return list.Count == 0 ? Task.CompletedTask : SendAsync(list, cancellationToken);
    }

    /// <summary>Sends a batch; see <see cref="SendMessagesAsync(IEnumerable{ServiceBusMessage}, CancellationToken)"/>.</summary>
    /// <exception cref="ServiceBusException">As for one message.</exception>
    public virtual async Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        var messages = messageBatch.Lock();
        try
        {
            if (messages.Count > 0)
            {
                await SendAsync(messages, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            messageBatch.Unlock();
        }
    }

    /// <summary>Makes an empty batch of the queue's size.</summary>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <summary>Makes an empty batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size asked for is over the queue's.</exception>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        NotClosed();
        cancellationToken.ThrowIfCancellationRequested();
        var size = options.MaxSizeInBytes ?? MessageCodec.MaxMessageBytes;
        return size > MessageCodec.MaxMessageBytes
            ? throw new ArgumentOutOfRangeException(nameof(options), $"A batch has at most {MessageCodec.MaxMessageBytes} bytes.")
            : ValueTask.FromResult(new ServiceBusMessageBatch(size));
    }

    /// <summary>Stores a message that enters the queue at a given time.</summary>
    /// <returns>The sequence number by which it can be cancelled.</returns>
    /// <exception cref="ServiceBusException">As for sending.</exception>
    public virtual async Task<long> ScheduleMessageAsync(ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var numbers = await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken).ConfigureAwait(false);
        return numbers[0];
    }

    /// <summary>Stores messages that enter the queue at a given time.</summary>
    /// <returns>Their sequence numbers, in the same order.</returns>
    /// <exception cref="ServiceBusException">As for sending.</exception>
    public virtual async Task<IReadOnlyList<long>> ScheduleMessagesAsync(IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        NotClosed();
        var contents = new List<MessageContent>();
        foreach (var message in messages)
        {
            message.ScheduledEnqueueTime = scheduledEnqueueTime;
            contents.Add(message.Content);
        }

        return contents.Count == 0 ? [] : await Queue.SendAsync(contents, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a scheduled message back before its time.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when it is not, or no longer, scheduled.</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    /// <summary>Takes scheduled messages back before their time.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when one is not, or no longer, scheduled.</exception>
    public virtual Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        NotClosed();
        return Queue.CancelScheduledAsync([.. sequenceNumbers], cancellationToken);
    }

    /// <summary>Closes the sender; calls under way end by themselves.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    /// <summary>Closes the sender.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    // A test double has none of these; it overrides what would use them.
    private ServiceBusClient Client => _client ?? throw new InvalidOperationException("A test double has no client.");

    private QueueEndpoint Queue => _queue ?? throw new InvalidOperationException("A test double has no queue.");

    private Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        NotClosed();
        return Queue.SendAsync([.. messages.Select(message => message.Content)], cancellationToken);
    }

    private void NotClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);
}
