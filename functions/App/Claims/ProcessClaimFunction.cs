using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Queues;
using PromoFunctions.App.Telemetry;

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
        using var span = message.StartProcessing("ProcessClaim", "claims");
        var refused = await process.HandleAsync(ClaimMessage.Read(message), cancellationToken).ConfigureAwait(false);
        await actions.EndAsync(message, refused is null ? null : (refused.Reason, refused.Description), cancellationToken).ConfigureAwait(false);
    }
}
