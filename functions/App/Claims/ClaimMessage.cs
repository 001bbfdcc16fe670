using System.Globalization;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>The two messages of the queue <c>claims</c>: a claim as JSON, or the id of one that is kept already.</summary>
internal static class ClaimMessage
{
    // A claim may be larger than a message of a standard namespace (256 KB), and a queue is no place for personal data.
    private const string KeptSubject = "kept-claim";

    /// <summary>The message that sends a kept claim.</summary>
    public static ServiceBusMessage Of(ClaimId id) => new(id.Value) { Subject = KeptSubject, MessageId = id.Value, ContentType = "text/plain" };

    /// <summary>What a message says.</summary>
    public static QueuedClaim Read(ServiceBusReceivedMessage message) => new(
        message.Body.ToMemory(),
        string.IsNullOrEmpty(message.MessageId) ? message.SequenceNumber.ToString(CultureInfo.InvariantCulture) : message.MessageId,
        message.Subject == KeptSubject,
        message.DeliveryCount);
}
