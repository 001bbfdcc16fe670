using Azure.Messaging.ServiceBus.Administration;
#pragma warning disable CA1822, IDE0060
namespace Azure.Messaging.ServiceBus;

internal static class MessageCodec
{
    public const long MaxMessageBytes = 256 * 1024;
    public static long SizeOf(MessageContent content) => content.Body.ToMemory().Length;
}

internal sealed record EntityPath(string Queue, bool DeadLetter)
{
    public override string ToString() => DeadLetter ? Queue + "/$deadletterqueue" : Queue;
}

internal sealed class BrokerConnection
{
    public string FullyQualifiedNamespace => throw new NotImplementedException();
    public TimeSpan TryTimeout => throw new NotImplementedException();
    public QueueCatalog Catalog => throw new NotImplementedException();
    public static BrokerConnection Open(ServiceBusConnectionStringProperties properties, ServiceBusRetryOptions retry) => throw new NotImplementedException();
    public static BrokerConnection OutOfReach(string fullyQualifiedNamespace, ServiceBusRetryOptions retry) => throw new NotImplementedException();
    public QueueEndpoint Queue(string name, SubQueue subQueue) => throw new NotImplementedException();
}

internal sealed class QueueEndpoint
{
    public EntityPath Path => throw new NotImplementedException();
    public Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task CancelScheduledAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(int max, long from, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(IReadOnlyList<long> numbers, ServiceBusReceiveMode mode, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task DeadLetterAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, string? reason, string? description, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => throw new NotImplementedException();
}

internal sealed class Prefetched(QueueEndpoint queue, ServiceBusReceiveMode mode, int count)
{
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken) => throw new NotImplementedException($"{queue}{mode}{count}");
}

internal sealed class MessagePump(ServiceBusProcessor processor, ServiceBusReceiver receiver)
{
    public bool IsRunning => false;
    public void Start() => throw new NotImplementedException($"{processor}{receiver}");
    public Task StopAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
    public void ConcurrencyChanged() => throw new NotImplementedException();
}

internal sealed class QueueCatalog
{
    public Task<Response<QueueProperties>> CreateAsync(QueueProperties queue, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<Response<QueueProperties>> GetPropertiesAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<Response<bool>> ExistsAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public AsyncPageable<QueueProperties> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<Response<QueueProperties>> UpdateAsync(QueueProperties queue, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<Response> DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<Response<QueueRuntimeProperties>> CountAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();
}
