namespace Azure.Messaging.ServiceBus;

/// <summary>What a sender says about a message and what its receiver reads: the part that the broker only carries.</summary>
internal sealed class MessageContent
{
    public BinaryData Body { get; set; } = BinaryData.Empty;

    public string? MessageId { get; set; }

    public string? PartitionKey { get; set; }

    public string? TransactionPartitionKey { get; set; }

    public string? SessionId { get; set; }

    public string? ReplyToSessionId { get; set; }

    /// <summary>Null when the sender set none; the queue's default applies then.</summary>
    public TimeSpan? TimeToLive { get; set; }

    public string? CorrelationId { get; set; }

    public string? Subject { get; set; }

    public string? To { get; set; }

    public string? ContentType { get; set; }

    public string? ReplyTo { get; set; }

    public DateTimeOffset? ScheduledEnqueueTime { get; set; }

    public Dictionary<string, object> ApplicationProperties { get; init; } = new(StringComparer.Ordinal);

    public MessageContent Copy() => new()
    {
        Body = Body,
        MessageId = MessageId,
        PartitionKey = PartitionKey,
        TransactionPartitionKey = TransactionPartitionKey,
        SessionId = SessionId,
        ReplyToSessionId = ReplyToSessionId,
        TimeToLive = TimeToLive,
        CorrelationId = CorrelationId,
        Subject = Subject,
        To = To,
        ContentType = ContentType,
        ReplyTo = ReplyTo,
        ScheduledEnqueueTime = ScheduledEnqueueTime,
        ApplicationProperties = new Dictionary<string, object>(ApplicationProperties, StringComparer.Ordinal),
    };
}
