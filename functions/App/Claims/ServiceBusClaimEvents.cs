using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>The Service Bus queue <c>redemption-events</c>, which looks for duplicates by the message id.</summary>
internal sealed class ServiceBusClaimEvents(ServiceBusClient client) : IClaimEvents, IAsyncDisposable
{
    private readonly ServiceBusSender _sender = client.CreateSender("redemption-events");

    /// <inheritdoc/>
    public Task PublishAsync(ClaimEvent told, CancellationToken cancellationToken) => _sender.SendMessageAsync(
        new ServiceBusMessage(new BinaryData(told.ToUtf8())) { ContentType = "application/json", Subject = ClaimEvent.Type, MessageId = told.MessageId }.Traced(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();
}
