using System.Collections.Frozen;
using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>
/// What a message brings beside its body, by the names of
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#message-metadata.
/// </summary>
internal static class MessageData
{
    public static readonly IReadOnlySet<string> Names = new[]
    {
        "ContentType", "CorrelationId", "DeadLetterSource", "DeliveryCount", "EnqueuedTimeUtc", "ExpiresAtUtc", "Label", "LockToken",
        "MessageId", "ReplyTo", "SequenceNumber", "Subject", "To", "ApplicationProperties",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyDictionary<string, object?> Of(ServiceBusReceivedMessage message) => new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
    {
        ["ContentType"] = message.ContentType,
        ["CorrelationId"] = message.CorrelationId,
        ["DeadLetterSource"] = message.DeadLetterSource,
        ["DeliveryCount"] = message.DeliveryCount,
        ["EnqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
        ["ExpiresAtUtc"] = message.ExpiresAt.UtcDateTime,
        ["Label"] = message.Subject,
        ["LockToken"] = message.LockToken,
        ["MessageId"] = message.MessageId,
        ["ReplyTo"] = message.ReplyTo,
        ["SequenceNumber"] = message.SequenceNumber,
        ["Subject"] = message.Subject,
        ["To"] = message.To,
        ["ApplicationProperties"] = message.ApplicationProperties,
    };
}
