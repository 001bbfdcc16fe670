using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.App.Claims;

/// <summary>The queue <c>claims</c>: claims that were posted, and claims that a helpdesk tool puts there itself.</summary>
public sealed class ProcessClaimFunction(ProcessClaim process)
{
    /// <summary>Decides a claim. A message that can never be processed is dead-lettered with its reason.</summary>
    [Function("ProcessClaim")]
    public async Task RunAsync(
        [ServiceBusTrigger("claims", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        var refused = await process.HandleAsync(ClaimMessage.Read(message), cancellationToken).ConfigureAwait(false);
        if (refused is null)
        {
            await actions.CompleteMessageAsync(message, cancellationToken).ConfigureAwait(false);
            return;
        }

        await actions.DeadLetterMessageAsync(
            message,
            deadLetterReason: refused.Reason,
            deadLetterErrorDescription: refused.Description,
            cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
