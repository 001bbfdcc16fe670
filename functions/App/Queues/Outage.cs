using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using PromoFunctions.Storage;

namespace PromoFunctions.App.Queues;

/// <summary>Tells a storage or a queue that is gone, full or throttles from a fault of ours.</summary>
internal static class Outage
{
    /// <summary>Whether a repeat later may succeed. Whoever may have been cancelled asks its own token first.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        ServiceBusException queue => queue.IsTransient || queue.Reason == ServiceBusFailureReason.QuotaExceeded,

        // An IOException by its type, and the caller's doing: a body that is malformed, breaks off or drips.
        BadHttpRequestException => false,
        _ => StorageFailure.IsUnavailable(failure),
    };
}
