using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;

namespace PromoFunctions.App.Claims;

/// <summary>The dead-letter queue of the Service Bus queue <c>claims</c>.</summary>
internal sealed class ServiceBusDeadClaims(ServiceBusClient client) : IDeadClaims
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeadClaim> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A new receiver peeks from the beginning.
        await using var receiver = client.CreateReceiver("claims", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        while (await receiver.PeekMessagesAsync(PageSize, cancellationToken: cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var message in page)
            {
                yield return new DeadClaim(message.SequenceNumber, ClaimMessage.Read(message), message.DeadLetterReason ?? "", message.DeadLetterErrorDescription ?? "");
            }
        }
    }
}
