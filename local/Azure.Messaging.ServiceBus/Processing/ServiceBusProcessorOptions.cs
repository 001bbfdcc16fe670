#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>What a <see cref="ServiceBusProcessor"/> may be told.</summary>
public class ServiceBusProcessorOptions
{
    /// <summary>How many messages are locked ahead of free handlers, not negative; 0 by default.</summary>
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

    /// <summary>Whether a message is completed when its handler returns without having settled it; true by default.</summary>
    public bool AutoCompleteMessages { get; set; } = true;

    /// <summary>How long a lock is renewed while its handler runs, not negative; five minutes by default, 0 for never, <see cref="Timeout.InfiniteTimeSpan"/> without end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan MaxAutoLockRenewalDuration
    {
        get;
        set
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            }

            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>How many handlers run at once, above zero; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public int MaxConcurrentCalls
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>The queue or its dead-letter queue; the queue by default.</summary>
    public SubQueue SubQueue { get; set; } = SubQueue.None;

    /// <summary>The name that the processor goes by in logs; one is made up when it is empty.</summary>
    public string Identifier { get; set; }
}
