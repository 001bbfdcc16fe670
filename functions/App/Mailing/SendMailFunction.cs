using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Queues;
using PromoFunctions.App.Telemetry;

namespace PromoFunctions.App.Mailing;

/// <summary>The queue <c>mail</c>: mails to be sent.</summary>
public sealed class SendMailFunction(SendMail send)
{
    /// <summary>Sends a mail. A message whose mail can never be sent is dead-lettered with the reason.</summary>
    [Function("SendMail")]
    public async Task RunAsync(
        [ServiceBusTrigger("mail", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        using var span = message.StartProcessing("SendMail", "mail");
        var (ticket, failure) = MailMessage.Read(message);
        if (ticket is not null)
        {
            failure = await send.HandleAsync(ticket, cancellationToken).ConfigureAwait(false);
        }

        await actions.EndAsync(message, failure is null ? null : (failure.Reason, failure.Description), cancellationToken).ConfigureAwait(false);
    }
}
