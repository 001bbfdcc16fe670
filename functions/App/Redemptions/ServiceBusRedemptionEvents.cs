using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>The Service Bus queue <c>redemption-events</c>, which looks for duplicates by the message id.</summary>
internal sealed class ServiceBusRedemptionEvents(ServiceBusClient client) : IRedemptionEvents, IAsyncDisposable
{
    private readonly ServiceBusSender _sender = client.CreateSender("redemption-events");

    /// <inheritdoc/>
    public async Task PublishAsync(LaneEvents events, CancellationToken cancellationToken)
    {
        // One by one: what is sent as one must fit one message together.
        foreach (var message in RedemptionEventMessages.Of(events))
        {
            await _sender.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();
}
