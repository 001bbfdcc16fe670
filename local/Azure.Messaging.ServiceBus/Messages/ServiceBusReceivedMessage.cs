#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Collections.ObjectModel;
using System.Globalization;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A message received or peeked. It is made by a receiver, or for tests by
/// <see cref="ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData, string, string, string, string, string, TimeSpan, string, string, string, string, string, DateTimeOffset, IDictionary{string, object}, Guid, int, DateTimeOffset, long, string, long, DateTimeOffset, ServiceBusMessageState)"/>.
/// </summary>
public class ServiceBusReceivedMessage
{
    internal const string DeadLetterReasonProperty = "DeadLetterReason";
    internal const string DeadLetterErrorDescriptionProperty = "DeadLetterErrorDescription";

    internal ServiceBusReceivedMessage(MessageContent content) => Content = content;

    /// <summary>The payload.</summary>
    public BinaryData Body => Content.Body;

    /// <summary>The sender's name for the message, or the one that the broker gave it.</summary>
    public string MessageId => Content.MessageId ?? string.Empty;

    /// <summary>See <see cref="ServiceBusMessage.PartitionKey"/>.</summary>
    public string PartitionKey => Content.PartitionKey;

    /// <summary>See <see cref="ServiceBusMessage.TransactionPartitionKey"/>.</summary>
    public string TransactionPartitionKey => Content.TransactionPartitionKey;

    /// <summary>See <see cref="ServiceBusMessage.SessionId"/>.</summary>
    public string SessionId => Content.SessionId;

    /// <summary>See <see cref="ServiceBusMessage.ReplyToSessionId"/>.</summary>
    public string ReplyToSessionId => Content.ReplyToSessionId;

    /// <summary>How long after <see cref="EnqueuedTime"/> the message lives; <see cref="TimeSpan.MaxValue"/> for ever.</summary>
    public TimeSpan TimeToLive => Content.TimeToLive ?? TimeSpan.MaxValue;

    /// <summary>See <see cref="ServiceBusMessage.CorrelationId"/>.</summary>
    public string CorrelationId => Content.CorrelationId;

    /// <summary>See <see cref="ServiceBusMessage.Subject"/>.</summary>
    public string Subject => Content.Subject;

    /// <summary>See <see cref="ServiceBusMessage.To"/>.</summary>
    public string To => Content.To;

    /// <summary>See <see cref="ServiceBusMessage.ContentType"/>.</summary>
    public string ContentType => Content.ContentType;

    /// <summary>See <see cref="ServiceBusMessage.ReplyTo"/>.</summary>
    public string ReplyTo => Content.ReplyTo;

    /// <summary>When the sender wanted the message enqueued; <c>default</c> when it did not say.</summary>
    public DateTimeOffset ScheduledEnqueueTime => Content.ScheduledEnqueueTime ?? default;

    /// <summary>The application's own properties, and for a dead letter its reason and description.</summary>
    public IReadOnlyDictionary<string, object> ApplicationProperties => new ReadOnlyDictionary<string, object>(Content.ApplicationProperties);

    /// <summary>The lock held, as a GUID; all zeros when the message was peeked or deleted on receipt.</summary>
    public string LockToken => LockTokenGuid.ToString();

    /// <summary>How often the message has been handed out under a lock; 1 at the first time.</summary>
    public int DeliveryCount { get; internal set; }

    /// <summary>Until when the lock holds, by the storage's clock; moved on by a renewal.</summary>
    public DateTimeOffset LockedUntil { get; internal set; }

    /// <summary>The number by which the queue knows the message.</summary>
    public long SequenceNumber { get; internal set; }

    /// <summary>The queue from whose dead-letter queue the message was read; null elsewhere.</summary>
    public string DeadLetterSource { get; internal set; }

    /// <summary>The number that the message had in the queue it was first sent to.</summary>
    public long EnqueuedSequenceNumber { get; internal set; }

    /// <summary>When the message entered the queue: at its scheduled time, when it had one.</summary>
    public DateTimeOffset EnqueuedTime { get; internal set; }

    /// <summary><see cref="EnqueuedTime"/> and <see cref="TimeToLive"/>; <see cref="DateTimeOffset.MaxValue"/> when that lies beyond.</summary>
    public DateTimeOffset ExpiresAt => TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime
        ? DateTimeOffset.MaxValue
        : EnqueuedTime + TimeToLive;

    /// <summary>Why the message was dead-lettered; null when it was not.</summary>
    public string DeadLetterReason => Text(DeadLetterReasonProperty);

    /// <summary>What was said about it then.</summary>
    public string DeadLetterErrorDescription => Text(DeadLetterErrorDescriptionProperty);

    /// <summary>Whether the message was deferred or scheduled when it was read.</summary>
    public ServiceBusMessageState State { get; internal set; }

    /// <summary>The message id, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{{MessageId:{MessageId}}}");

    internal MessageContent Content { get; }

    internal Guid LockTokenGuid { get; set; }

    /// <summary>The row as it was locked; null when the message was peeked or made by a test, and then looked up by its number.</summary>
    internal MessageRow Row { get; set; }

    /// <summary>Set by whoever settles the message, so that a processor does not do it again.</summary>
    internal bool IsSettled { get; set; }

    private string Text(string property) => Content.ApplicationProperties.GetValueOrDefault(property) as string;
}
