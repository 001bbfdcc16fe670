#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Globalization;

namespace Azure.Messaging.ServiceBus;

/// <summary>An operation on a queue failed; <see cref="Reason"/> says why.</summary>
public class ServiceBusException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public ServiceBusException()
    {
    }

    /// <summary>An exception whose transience is stated.</summary>
    public ServiceBusException(
        bool isTransient,
        string message,
        string entityName = default,
        ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception innerException = default)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        EntityPath = entityName;
        Reason = reason;
    }

    /// <summary>An exception whose transience follows from its reason.</summary>
    public ServiceBusException(
        string message,
        ServiceBusFailureReason reason,
        string entityPath = default,
        Exception innerException = default)
        : this(
            reason is ServiceBusFailureReason.ServiceCommunicationProblem or ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.ServiceBusy,
            message,
            entityPath,
            reason,
            innerException)
    {
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>Why the operation failed.</summary>
    public ServiceBusFailureReason Reason { get; }

    /// <summary>The queue concerned, or null.</summary>
    public string EntityPath { get; }

    /// <summary>The sentence, followed by the queue and the reason in parentheses.</summary>
    public override string Message => string.IsNullOrEmpty(EntityPath)
        ? string.Create(CultureInfo.InvariantCulture, $"{base.Message} ({Reason})")
        : string.Create(CultureInfo.InvariantCulture, $"{base.Message} ({EntityPath} - {Reason})");

    /// <summary>Which step of a processor failed, when it was not the receiving that its place suggests.</summary>
    internal ServiceBusErrorSource? ProcessorErrorSource { get; set; }
}
