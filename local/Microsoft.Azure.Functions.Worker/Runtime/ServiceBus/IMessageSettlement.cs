using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>Settles messages, and knows which it has settled: a function that settles one itself is not to have it completed again.</summary>
internal interface IMessageSettlement
{
    Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken);

    Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken);

    Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken);

    Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken);

    Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken);
}
