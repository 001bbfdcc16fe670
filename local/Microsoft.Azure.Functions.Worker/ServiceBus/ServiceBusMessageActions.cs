using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the messages of the invocation that it was given to.</summary>
public class ServiceBusMessageActions
{
    private readonly IMessageSettlement? settlement;

    /// <summary>For tests' own actions, which override what they use.</summary>
    protected ServiceBusMessageActions()
    {
    }

    internal ServiceBusMessageActions(IMessageSettlement settlement) => this.settlement = settlement;

    private IMessageSettlement Settlement =>
        settlement ?? throw new InvalidOperationException("These actions belong to no message: override the member that is used.");

    /// <summary>The message is done; it leaves the queue.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Settlement.CompleteAsync(message, cancellationToken);
    }

    /// <summary>The message goes back into the queue at once; its delivery has been counted.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Settlement.AbandonAsync(message, propertiesToModify, cancellationToken);
    }

    /// <summary>The message goes to the dead-letter queue.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Settlement.DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken);
    }

    /// <summary>The message is set aside, to be received by its sequence number alone.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Settlement.DeferAsync(message, propertiesToModify, cancellationToken);
    }

    /// <summary>The lock lasts as long again, counted from now.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Settlement.RenewLockAsync(message, cancellationToken);
    }
}
