using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>The Service Bus queue <c>claims</c>.</summary>
internal sealed class ServiceBusClaimQueue(ServiceBusClient client) : IClaimQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _sender = client.CreateSender("claims");

    /// <inheritdoc/>
    public Task SendAsync(ClaimId id, CancellationToken cancellationToken) => _sender.SendMessageAsync(ClaimMessage.Of(id), cancellationToken);

    /// <inheritdoc/>
    public Task SendAgainAsync(ClaimId id, int number, ReadOnlyMemory<byte>? message, CancellationToken cancellationToken) =>
        _sender.SendMessageAsync(ClaimMessage.Again(id, number, message), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();
}
