using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>Settles through the processor that delivered the message, which then does not complete it again.</summary>
internal sealed class ProcessorSettlement(ProcessMessageEventArgs args) : IMessageSettlement
{
    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        args.CompleteMessageAsync(message, cancellationToken);

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        args.AbandonMessageAsync(message, properties, cancellationToken);

    public Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) => reason is null && description is null
            ? args.DeadLetterMessageAsync(message, properties, cancellationToken)
            : args.DeadLetterMessageAsync(message, properties, reason ?? "", description, cancellationToken);

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        args.DeferMessageAsync(message, properties, cancellationToken);

    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        args.RenewMessageLockAsync(message, cancellationToken);
}

/// <summary>Settles the messages of a batch, and remembers which the function has settled itself.</summary>
internal sealed class BatchSettlement(ServiceBusReceiver receiver) : IMessageSettlement
{
    private readonly ConcurrentDictionary<string, bool> settled = new(StringComparer.Ordinal);

    public bool IsSettled(ServiceBusReceivedMessage message) => settled.ContainsKey(message.LockToken);

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, receiver.CompleteMessageAsync(message, cancellationToken));

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync(message, receiver.AbandonMessageAsync(message, properties, cancellationToken));

    public Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) => SettleAsync(message, reason is null && description is null
            ? receiver.DeadLetterMessageAsync(message, properties, cancellationToken)
            : receiver.DeadLetterMessageAsync(message, properties, reason ?? "", description, cancellationToken));

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync(message, receiver.DeferMessageAsync(message, properties, cancellationToken));

    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        receiver.RenewMessageLockAsync(message, cancellationToken);

    private async Task SettleAsync(ServiceBusReceivedMessage message, Task settling)
    {
        await settling;
        settled[message.LockToken] = true;
    }
}

/// <summary>For a message that came from <c>/admin/functions</c> and stands in no queue.</summary>
internal sealed class DetachedSettlement : IMessageSettlement
{
    public static readonly DetachedSettlement Instance = new();

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => Task.CompletedTask;
}
