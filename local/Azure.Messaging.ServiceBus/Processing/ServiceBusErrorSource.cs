namespace Azure.Messaging.ServiceBus;

/// <summary>Which step of a processor failed.</summary>
public enum ServiceBusErrorSource
{
    /// <summary>Completing a message after its handler.</summary>
    Complete = 0,

    /// <summary>Abandoning a message whose handler threw.</summary>
    Abandon = 1,

    /// <summary>The message handler.</summary>
    ProcessMessageCallback = 2,

    /// <summary>Receiving.</summary>
    Receive = 3,

    /// <summary>Renewing a lock.</summary>
    RenewLock = 4,

    /// <summary>Accepting a session.</summary>
    AcceptSession = 5,

    /// <summary>Closing a session.</summary>
    CloseSession = 6,
}
