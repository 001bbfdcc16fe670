#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>What a <see cref="ServiceBusReceiver"/> may be told.</summary>
public class ServiceBusReceiverOptions
{
    /// <summary>
    /// How many messages are locked ahead of being asked for, not negative; 0 by default. Their locks run from when they are
    /// fetched, so a slow receiver loses them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int PrefetchCount
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Lock or delete; lock by default.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; } = ServiceBusReceiveMode.PeekLock;

    /// <summary>The queue or its dead-letter queue; the queue by default.</summary>
    public SubQueue SubQueue { get; set; } = SubQueue.None;

    /// <summary>The name that the receiver goes by in logs; one is made up when it is empty.</summary>
    public string Identifier { get; set; }
}
