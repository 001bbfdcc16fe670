namespace Azure.Messaging.ServiceBus;

/// <summary>A queue, or its dead-letter queue.</summary>
internal sealed record EntityPath(string Queue, bool DeadLetter)
{
    private const string DeadLetterSuffix = "/$deadletterqueue";

    /// <summary>Reads a path as senders and receivers are given it; <c>queue/$deadletterqueue</c> names a dead-letter queue, in any case.</summary>
    /// <exception cref="NotSupportedException">The sub-queue is that of failed transfers, and queues here do not forward.</exception>
    public static EntityPath Parse(string path, SubQueue subQueue)
    {
        var isDeadLetter = path.EndsWith(DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);
        return subQueue switch
        {
            SubQueue.None => isDeadLetter ? new(path[..^DeadLetterSuffix.Length], true) : new(path, false),
            SubQueue.DeadLetter => isDeadLetter
                ? throw new ArgumentException("A dead-letter queue has no dead-letter queue.", nameof(path))
                : new(path, true),
            SubQueue.TransferDeadLetter => throw new NotSupportedException("Queues on one machine do not forward, so they have no transfer dead-letter queue."),
            _ => throw new ArgumentOutOfRangeException(nameof(subQueue)),
        };
    }

    /// <summary>The path as Service Bus writes it.</summary>
    public override string ToString() => DeadLetter ? Queue + DeadLetterSuffix : Queue;
}
