#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Globalization;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message to be sent. What arrives is a <see cref="ServiceBusReceivedMessage"/>.</summary>
public class ServiceBusMessage
{
    private const int MaxIdLength = 128;

    /// <summary>A message with an empty body.</summary>
    public ServiceBusMessage()
        : this(BinaryData.Empty)
    {
    }

    /// <summary>A message whose body is the UTF-8 form of a string.</summary>
    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    /// <summary>A message whose body is these bytes; they are not copied.</summary>
    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    /// <summary>A message with this body.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Content = new MessageContent { Body = body };
    }

    internal ServiceBusMessage(MessageContent content) => Content = content;

    /// <summary>A message like one received, without what the broker had added: sequence number, times, lock, dead-letter reason.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="receivedMessage"/> is null.</exception>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Content = receivedMessage.Content.Copy();
        Content.ApplicationProperties.Remove(ServiceBusReceivedMessage.DeadLetterReasonProperty);
        Content.ApplicationProperties.Remove(ServiceBusReceivedMessage.DeadLetterErrorDescriptionProperty);
    }

    /// <summary>The payload.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public BinaryData Body
    {
        get => Content.Body;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Content.Body = value;
        }
    }

    /// <summary>
    /// The application's name for the message, 1 to 128 characters, by which duplicates are told when the queue looks for
    /// them; null lets the broker make one up.
    /// </summary>
    /// <exception cref="ArgumentException">Set to null, to nothing, or to more than 128 characters.</exception>
    public string MessageId
    {
        get => Content.MessageId;
        set
        {
            if (string.IsNullOrEmpty(value) || value.Length > MaxIdLength)
            {
                throw new ArgumentException($"A message id has 1 to {MaxIdLength} characters.", nameof(MessageId));
            }

            Content.MessageId = value;
        }
    }

    /// <summary>Which partition of a partitioned queue; at most 128 characters, and equal to a session id when both are set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too long, or unlike the session id.</exception>
    public string PartitionKey
    {
        get => Content.PartitionKey;
        set
        {
            NotTooLong(value, nameof(PartitionKey));
            if (value is not null && SessionId is not null && !string.Equals(value, SessionId, StringComparison.Ordinal))
            {
                throw new ArgumentOutOfRangeException(nameof(PartitionKey), "A partition key must equal the session id when both are set.");
            }

            Content.PartitionKey = value;
        }
    }

    /// <summary>Which partition of a transfer queue; at most 128 characters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
    public string TransactionPartitionKey
    {
        get => Content.TransactionPartitionKey;
        set
        {
            NotTooLong(value, nameof(TransactionPartitionKey));
            Content.TransactionPartitionKey = value;
        }
    }

    /// <summary>The session that the message belongs to, at most 128 characters; queues without sessions carry it only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
    public string SessionId
    {
        get => Content.SessionId;
        set
        {
            NotTooLong(value, nameof(SessionId));
            Content.SessionId = value;

            // Messages of one session go to one partition.
            if (PartitionKey is not null)
            {
                Content.PartitionKey = value;
            }
        }
    }

    /// <summary>The session that a reply belongs to, at most 128 characters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
    public string ReplyToSessionId
    {
        get => Content.ReplyToSessionId;
        set
        {
            NotTooLong(value, nameof(ReplyToSessionId));
            Content.ReplyToSessionId = value;
        }
    }

    /// <summary>
    /// How long after its enqueuing the message lives, above zero. <see cref="TimeSpan.MaxValue"/> (default) leaves it to the
    /// queue, whose own limit also shortens a longer one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public TimeSpan TimeToLive
    {
        get => Content.TimeToLive ?? TimeSpan.MaxValue;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(TimeToLive));
            Content.TimeToLive = value;
        }
    }

    /// <summary>An identifier that relates messages, such as the id of the one answered.</summary>
    public string CorrelationId
    {
        get => Content.CorrelationId;
        set => Content.CorrelationId = value;
    }

    /// <summary>What the message is about, like the subject line of a mail.</summary>
    public string Subject
    {
        get => Content.Subject;
        set => Content.Subject = value;
    }

    /// <summary>An address that routing may read; the broker does not.</summary>
    public string To
    {
        get => Content.To;
        set => Content.To = value;
    }

    /// <summary>The body's media type (RFC 2045, section 5), for example <c>application/json</c>.</summary>
    public string ContentType
    {
        get => Content.ContentType;
        set => Content.ContentType = value;
    }

    /// <summary>The queue that a reply is expected in.</summary>
    public string ReplyTo
    {
        get => Content.ReplyTo;
        set => Content.ReplyTo = value;
    }

    /// <summary>The instant at which the message enters the queue; <c>default</c> or a past one means at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime
    {
        get => Content.ScheduledEnqueueTime ?? default;
        set => Content.ScheduledEnqueueTime = value.ToUniversalTime();
    }

    /// <summary>
    /// The application's own properties. Values are of AMQP's simple types: string, bool, the integers, float, double,
    /// decimal, char, Guid, Uri, DateTime, DateTimeOffset, TimeSpan, byte[].
    /// </summary>
    public IDictionary<string, object> ApplicationProperties => Content.ApplicationProperties;

    /// <summary>The message id, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{{MessageId:{MessageId}}}");

    internal MessageContent Content { get; }

    private static void NotTooLong(string value, string property)
    {
        if (value?.Length > MaxIdLength)
        {
            throw new ArgumentOutOfRangeException(property, $"{property} has at most {MaxIdLength} characters.");
        }
    }
}
