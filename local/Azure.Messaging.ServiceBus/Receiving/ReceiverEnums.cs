namespace Azure.Messaging.ServiceBus;

/// <summary>What receiving does to a message.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>Locks it until it is settled or the lock expires (default).</summary>
    PeekLock = 0,

    /// <summary>Deletes it; a receiver that dies has lost it.</summary>
    ReceiveAndDelete = 1,
}

/// <summary>Which part of a queue.</summary>
public enum SubQueue
{
    /// <summary>The queue itself (default).</summary>
    None = 0,

    /// <summary>Its dead-letter queue.</summary>
    DeadLetter = 1,

    /// <summary>Messages that could not be forwarded. Queues here do not forward, so there are none.</summary>
    TransferDeadLetter = 2,
}
