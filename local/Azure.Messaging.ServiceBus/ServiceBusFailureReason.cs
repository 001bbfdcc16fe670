namespace Azure.Messaging.ServiceBus;

/// <summary>Why an operation failed.</summary>
public enum ServiceBusFailureReason
{
    /// <summary>None of the others.</summary>
    GeneralError = 0,

    /// <summary>There is no such queue.</summary>
    MessagingEntityNotFound = 1,

    /// <summary>The lock has expired, or another receiver holds or has settled the message.</summary>
    MessageLockLost = 2,

    /// <summary>There is no message of that sequence number in the state asked for.</summary>
    MessageNotFound = 3,

    /// <summary>A message or a batch is larger than the queue takes.</summary>
    MessageSizeExceeded = 4,

    /// <summary>The queue is disabled for this operation.</summary>
    MessagingEntityDisabled = 5,

    /// <summary>The queue or the namespace is full.</summary>
    QuotaExceeded = 6,

    /// <summary>The service asks to come back later; transient.</summary>
    ServiceBusy = 7,

    /// <summary>No answer in time; transient, and the operation may have taken effect.</summary>
    ServiceTimeout = 8,

    /// <summary>The service could not be reached; transient.</summary>
    ServiceCommunicationProblem = 9,

    /// <summary>The session is held by another receiver.</summary>
    SessionCannotBeLocked = 10,

    /// <summary>The session's lock has expired.</summary>
    SessionLockLost = 11,

    /// <summary>There is a queue of that name already.</summary>
    MessagingEntityAlreadyExists = 12,
}
