namespace Azure.Messaging.ServiceBus;

/// <summary>Whether a message can be received.</summary>
public enum ServiceBusMessageState
{
    /// <summary>It can, or is being.</summary>
    Active = 0,

    /// <summary>By its sequence number only.</summary>
    Deferred = 1,

    /// <summary>Not before its time.</summary>
    Scheduled = 2,
}
