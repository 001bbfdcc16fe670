#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What is in a queue, as counted row by row a moment ago.</summary>
public class QueueRuntimeProperties
{
    internal QueueRuntimeProperties(string name) => Name = name;

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>Messages that wait, are locked or deferred.</summary>
    public long ActiveMessageCount { get; internal set; }

    /// <summary>Messages in the dead-letter queue.</summary>
    public long DeadLetterMessageCount { get; internal set; }

    /// <summary>Messages whose time has not come.</summary>
    public long ScheduledMessageCount { get; internal set; }

    /// <summary>Messages on their way to another queue: none, as queues here do not forward.</summary>
    public long TransferMessageCount { get; internal set; }

    /// <summary>Messages that could not be forwarded: none.</summary>
    public long TransferDeadLetterMessageCount { get; internal set; }

    /// <summary>All messages, those of the dead-letter queue included.</summary>
    public long TotalMessageCount { get; internal set; }

    /// <summary>The bytes of all messages.</summary>
    public long SizeInBytes { get; internal set; }

    /// <summary>When the queue was made.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When its properties were last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When it was last looked at, which is now: reading it is all that is recorded.</summary>
    public DateTimeOffset AccessedAt { get; internal set; }
}
