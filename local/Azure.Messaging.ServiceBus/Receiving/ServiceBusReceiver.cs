#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Runtime.CompilerServices;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Receives and settles the messages of one queue. Safe for several threads. Any receiver of a queue, in any process, may
/// settle what another one has locked, as long as the lock holds.
/// </summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly QueueEndpoint _queue;
    private readonly Prefetched _prefetched;
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _closed;

    /// <summary>For test doubles.</summary>
    protected ServiceBusReceiver()
    {
        Identifier = string.Empty;
    }

    /// <summary>A receiver of a queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    protected internal ServiceBusReceiver(ServiceBusClient client, string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        options ??= new ServiceBusReceiverOptions();
        _client = client;
        _queue = client.Connection.Queue(queueName, options.SubQueue);
        EntityPath = _queue.Path.ToString();
        ReceiveMode = options.ReceiveMode;
        PrefetchCount = options.PrefetchCount;
        _prefetched = new Prefetched(_queue, options.ReceiveMode, options.PrefetchCount);
        Identifier = Identifiers.Or(options.Identifier, queueName);
    }

    /// <summary>The namespace's host.</summary>
    public virtual string FullyQualifiedNamespace => Client.FullyQualifiedNamespace;

    /// <summary>The queue, with <c>/$deadletterqueue</c> behind it for a dead-letter queue.</summary>
    public virtual string EntityPath { get; } = string.Empty;

    /// <summary>Lock or delete.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    /// <summary>How many messages are locked ahead.</summary>
    public virtual int PrefetchCount { get; }

    /// <summary>The name that the receiver goes by in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Whether the receiver is closed.</summary>
    public virtual bool IsClosed => _closed || _client?.IsClosed == true;

    /// <summary>Waits for a message.</summary>
    /// <param name="maxWaitTime">How long at most, above zero; the client's try timeout (one minute) when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message, or null when none came in time.</returns>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        var messages = await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    /// <summary>Waits until there is a message and returns what is there, up to a number.</summary>
    /// <param name="maxMessages">How many at most, above zero.</param>
    /// <param name="maxWaitTime">How long to wait for the first at most, above zero; the client's try timeout when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; none when none came in time.</returns>
    /// <exception cref="ServiceBusException">As for one message.</exception>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        }

        NotClosed();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, cancellationToken);
        return await Ahead.ReceiveAsync(maxMessages, maxWaitTime ?? Client.Connection.TryTimeout, either.Token).ConfigureAwait(false);
    }

    /// <summary>All messages, as they come, until cancelled.</summary>
    /// <exception cref="ServiceBusException">As for one message.</exception>
    public virtual async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var message = await ReceiveMessageAsync(null, cancellationToken).ConfigureAwait(false);
            if (message is not null)
            {
                yield return message;
            }
        }
    }

    /// <summary>Looks at a message without locking it.</summary>
    /// <param name="fromSequenceNumber">Where to start, this one included; after the last one peeked when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The message, or null when there is none from there on.</returns>
    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        var messages = await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    /// <summary>Looks at messages, whatever their state, without locking them, in the order of their sequence numbers.</summary>
    /// <param name="maxMessages">How many at most, above zero.</param>
    /// <param name="fromSequenceNumber">Where to start, this one included; after the last one peeked when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        NotClosed();
        var messages = await Queue.PeekAsync(maxMessages, fromSequenceNumber ?? Interlocked.Read(ref _nextPeek), cancellationToken).ConfigureAwait(false);
        if (messages.Count > 0)
        {
            Interlocked.Exchange(ref _nextPeek, messages[^1].SequenceNumber + 1);
        }

        return messages;
    }

    private long _nextPeek;

    /// <summary>Locks a deferred message.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when no message of that number is deferred and free.</exception>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
    {
        var messages = await ReceiveDeferredMessagesAsync([sequenceNumber], cancellationToken).ConfigureAwait(false);
        return messages[0];
    }

    /// <summary>Locks deferred messages.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when one of them is not deferred and free; none is locked then.</exception>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        NotClosed();
        return Queue.ReceiveDeferredAsync([.. sequenceNumbers], ReceiveMode, cancellationToken);
    }

    /// <summary>Removes a locked message: its work is done.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageLockLost"/> when the lock has expired or is not this one.</exception>
    /// <exception cref="InvalidOperationException">The receiver does not lock.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, () => Queue.CompleteAsync(message, cancellationToken));

    /// <summary>Gives a locked message back at once; at its last permitted delivery it is dead-lettered instead.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = default, CancellationToken cancellationToken = default) =>
        SettleAsync(message, () => Queue.AbandonAsync(message, propertiesToModify, cancellationToken));

    /// <summary>Sets a locked message aside, to be received by its sequence number only.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = default, CancellationToken cancellationToken = default) =>
        SettleAsync(message, () => Queue.DeferAsync(message, propertiesToModify, cancellationToken));

    /// <summary>Moves a locked message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    /// <exception cref="InvalidOperationException">The receiver does not lock, or is one of a dead-letter queue.</exception>
    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = default, CancellationToken cancellationToken = default) =>
        DeadLetterAsync(message, propertiesToModify, null, null, cancellationToken);

    /// <summary>Moves a locked message to the dead-letter queue, and says why.</summary>
    /// <param name="message">The message.</param>
    /// <param name="deadLetterReason">At most 4,096 characters.</param>
    /// <param name="deadLetterErrorDescription">At most 4,096 characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A text is too long.</exception>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string deadLetterErrorDescription = default, CancellationToken cancellationToken = default) =>
        DeadLetterAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Moves a locked message to the dead-letter queue with properties set on it, and says why.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it; they must not contradict the two texts.</param>
    /// <param name="deadLetterReason">At most 4,096 characters.</param>
    /// <param name="deadLetterErrorDescription">At most 4,096 characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A text is too long.</exception>
    /// <exception cref="InvalidOperationException">The properties name another reason or description.</exception>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify, string deadLetterReason, string deadLetterErrorDescription = default, CancellationToken cancellationToken = default) =>
        DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Holds a lock for the queue's lock duration from now, and says so in <see cref="ServiceBusReceivedMessage.LockedUntil"/>.</summary>
    /// <exception cref="ServiceBusException">As for <see cref="CompleteMessageAsync"/>.</exception>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        MustLock(message);
        return Queue.RenewAsync(message, cancellationToken);
    }

    /// <summary>Closes the receiver: waits end, what was locked ahead is given back, and other locks stay until they expire.</summary>
    public virtual async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (!_closed)
        {
            _closed = true;
            await _closing.CancelAsync().ConfigureAwait(false);
            if (_prefetched is not null)
            {
                await _prefetched.ReleaseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes the receiver.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>The storage's time, by which locks run.</summary>
    internal DateTimeOffset StorageNow => Queue.Now;

    /// <summary>Gives back a message that nobody has seen; it does not count as delivered.</summary>
    internal Task ReleaseAsync(ServiceBusReceivedMessage message) => Queue.ReleaseAsync(message, CancellationToken.None);

    // A test double has none of these; it overrides what would use them.
    private ServiceBusClient Client => _client ?? throw new InvalidOperationException("A test double has no client.");

    private QueueEndpoint Queue => _queue ?? throw new InvalidOperationException("A test double has no queue.");

    private Prefetched Ahead => _prefetched ?? throw new InvalidOperationException("A test double has no queue.");

    private Task DeadLetterAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify, string reason, string description, CancellationToken cancellationToken)
    {
        DeadLetterTexts.Check(propertiesToModify, reason, description);
        return SettleAsync(message, () => Queue.DeadLetterAsync(message, propertiesToModify, reason, description, cancellationToken));
    }

    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<Task> settle)
    {
        MustLock(message);
        await settle().ConfigureAwait(false);
        message.IsSettled = true;
    }

    private void MustLock(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        NotClosed();
        if (ReceiveMode != ServiceBusReceiveMode.PeekLock)
        {
            throw new InvalidOperationException("The operation is only supported in 'PeekLock' receive mode.");
        }

        if (message.LockTokenGuid == Guid.Empty)
        {
            throw new InvalidOperationException("A message that was peeked has no lock, so it cannot be settled or renewed.");
        }
    }

    private void NotClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);
}
