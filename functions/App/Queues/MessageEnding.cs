using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.App.Queues;

/// <summary>How every queue of this project lets go of a message.</summary>
internal static class MessageEnding
{
    /// <summary>Completes a message that has done its work; dead-letters one that never will, with the reason.</summary>
    /// <param name="actions">What ends messages.</param>
    /// <param name="message">The message.</param>
    /// <param name="failure">Why it can never be processed; null when it has done its work.</param>
    /// <param name="cancellationToken">Stops the request; the message comes again then.</param>
    public static Task EndAsync(
        this ServiceBusMessageActions actions,
        ServiceBusReceivedMessage message,
        (string Reason, string Description)? failure,
        CancellationToken cancellationToken) => failure is { } why
        ? actions.DeadLetterMessageAsync(message, deadLetterReason: why.Reason, deadLetterErrorDescription: why.Description, cancellationToken: cancellationToken)
        : actions.CompleteMessageAsync(message, cancellationToken);
}
