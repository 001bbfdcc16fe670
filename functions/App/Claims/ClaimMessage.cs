using System.Globalization;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>The two messages of the queue <c>claims</c>: a claim as JSON, or the id of one that is kept already.</summary>
internal static class ClaimMessage
{
    // A claim may be larger than a message of a standard namespace (256 KB), and a queue is no place for personal data.
    private const string KeptSubject = "kept-claim";

    private const string ClaimProperty = "claim";
    private const string NumberProperty = "resubmission";

    /// <summary>The message that sends a kept claim.</summary>
    public static ServiceBusMessage Of(ClaimId id) => new(id.Value) { Subject = KeptSubject, MessageId = id.Value, ContentType = "text/plain" };

    /// <summary>The message that sends a failed claim again.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="number">How often by now.</param>
    /// <param name="body">The message that could not be read; null for a claim that is kept.</param>
    public static ServiceBusMessage Again(ClaimId id, int number, ReadOnlyMemory<byte>? body)
    {
        var message = body is { } kept ? new ServiceBusMessage(kept) { MessageId = id.Value, ContentType = "application/json" } : Of(id);
        message.ApplicationProperties[ClaimProperty] = id.Value;
        message.ApplicationProperties[NumberProperty] = number;
        return message;
    }

    /// <summary>What a message says.</summary>
    public static QueuedClaim Read(ServiceBusReceivedMessage message) => new(
        message.Body.ToMemory(),
        string.IsNullOrEmpty(message.MessageId) ? message.SequenceNumber.ToString(CultureInfo.InvariantCulture) : message.MessageId,
        message.Subject == KeptSubject,
        message.DeliveryCount)
    {
        SentAt = message.EnqueuedTime == default ? null : message.EnqueuedTime,
        Given = message.ApplicationProperties.TryGetValue(ClaimProperty, out var claim) && claim is string text && ClaimId.TryParse(text, out var id, out _) ? id : null,
        Resubmission = message.ApplicationProperties.TryGetValue(NumberProperty, out var number) && number is int times ? times : 0,
    };
}
