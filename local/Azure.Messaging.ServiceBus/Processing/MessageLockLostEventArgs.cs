#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>Says that the lock of a message in a handler's hands is gone.</summary>
public class MessageLockLostEventArgs : EventArgs
{
    /// <summary>The loss of one message's lock.</summary>
    /// <param name="message">The message.</param>
    /// <param name="exception">What the renewal met, or null when the lock ran out.</param>
    public MessageLockLostEventArgs(ServiceBusReceivedMessage message, Exception exception)
    {
        Message = message;
        Exception = exception;
    }

    /// <summary>The message.</summary>
    public ServiceBusReceivedMessage Message { get; }

    /// <summary>What the renewal met, or null when the lock ran out.</summary>
    public Exception Exception { get; }
}
