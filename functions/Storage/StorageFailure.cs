using Azure;

namespace PromoFunctions.Storage;

/// <summary>Tells a storage that is gone or throttles from a fault of ours.</summary>
public static class StorageFailure
{
    /// <summary>
    /// Whether a repeat later may succeed: no answer, a timeout, 408, 429 or a 5xx of the service. Azure.Core ends a request that took too long
    /// with a cancellation, so whoever may have been cancelled asks its own token first.
    /// </summary>
    public static bool IsUnavailable(Exception failure) => failure switch
    {
        RequestFailedException request => request.Status is 0 or 408 or 429 or >= 500,
        AggregateException all => all.InnerExceptions.Count > 0 && all.InnerExceptions.All(IsUnavailable),
        TimeoutException or IOException or HttpRequestException => true,
        OperationCanceledException => true,
        _ => false,
    };
}
