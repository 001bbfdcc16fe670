#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>What a processor says about a failure.</summary>
public sealed class ProcessErrorEventArgs : EventArgs
{
    /// <summary>A failure of a processor without a name.</summary>
    public ProcessErrorEventArgs(Exception exception, ServiceBusErrorSource errorSource, string fullyQualifiedNamespace, string entityPath, CancellationToken cancellationToken)
        : this(exception, errorSource, fullyQualifiedNamespace, entityPath, string.Empty, cancellationToken)
    {
    }

    /// <summary>A failure.</summary>
    public ProcessErrorEventArgs(Exception exception, ServiceBusErrorSource errorSource, string fullyQualifiedNamespace, string entityPath, string identifier, CancellationToken cancellationToken)
    {
        Exception = exception;
        ErrorSource = errorSource;
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EntityPath = entityPath;
        Identifier = identifier;
        CancellationToken = cancellationToken;
    }

    /// <summary>What went wrong.</summary>
    public Exception Exception { get; }

    /// <summary>In which step.</summary>
    public ServiceBusErrorSource ErrorSource { get; }

    /// <summary>The namespace's host.</summary>
    public string FullyQualifiedNamespace { get; }

    /// <summary>The queue.</summary>
    public string EntityPath { get; }

    /// <summary>The processor's name in logs.</summary>
    public string Identifier { get; }

    /// <summary>Cancelled when the processor stops.</summary>
    public CancellationToken CancellationToken { get; }
}
