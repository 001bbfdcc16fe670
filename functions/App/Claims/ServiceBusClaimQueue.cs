using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>The Service Bus queue <c>claims</c>.</summary>
internal sealed class ServiceBusClaimQueue(ServiceBusClient client) : IClaimQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _sender = client.CreateSender("claims");

    /// <inheritdoc/>
    public Task SendAsync(ClaimId id, CancellationToken cancellationToken) => _sender.SendMessageAsync(ClaimMessage.Of(id).Traced(), cancellationToken);

    /// <inheritdoc/>
    public Task SendAgainAsync(ClaimId id, int number, ReadOnlyMemory<byte>? message, CancellationToken cancellationToken) =>
        _sender.SendMessageAsync(ClaimMessage.Again(id, number, message).Traced(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();
}
