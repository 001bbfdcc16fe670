using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Mailing;

/// <summary>The Service Bus queue <c>mail</c>: it carries tickets, the store keeps the mails.</summary>
internal sealed class ServiceBusMailQueue(ServiceBusClient client, IMailStore store) : IMailQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _sender = client.CreateSender("mail");

    /// <inheritdoc/>
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (await store.KeepAsync(mail, cancellationToken).ConfigureAwait(false) is { } ticket)
        {
            await _sender.SendMessageAsync(MailMessage.Of(ticket).Traced(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var message = MailMessage.Of(ticket).Traced();
        message.ScheduledEnqueueTime = due;
        return _sender.SendMessageAsync(message, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();
}
