using Azure.Data.Tables.Models;

namespace Azure.Messaging.ServiceBus;

/// <summary>What a failure of the tables means to a caller of Service Bus.</summary>
internal static class StorageFailures
{
    public static bool IsTableMissing(RequestFailedException failure) => failure.Status == 404 && failure.ErrorCode == TableErrorCode.TableNotFound;

    /// <summary>A row was there already, had changed, or was gone.</summary>
    public static bool IsConflict(RequestFailedException failure) =>
        failure.Status is 409 or 412 || (failure.Status == 404 && !IsTableMissing(failure));

    /// <summary>The exception for a caller; the same one when it is none of the storage's.</summary>
    public static Exception Translate(Exception failure, string entityPath, CancellationToken cancellationToken) => failure switch
    {
        ServiceBusException or OperationCanceledException when cancellationToken.IsCancellationRequested => failure,
        OperationCanceledException => new ServiceBusException("The storage did not answer in time.", ServiceBusFailureReason.ServiceTimeout, entityPath, failure),
        AggregateException { InnerException: { } last } => Translate(last, entityPath, cancellationToken),
        RequestFailedException { Status: 401 or 403 } => new UnauthorizedAccessException($"The storage account's key was refused for '{entityPath}'.", failure),
        RequestFailedException request => new ServiceBusException(Sentence(request), Reason(request), entityPath, failure),
        _ => failure,
    };

    private static ServiceBusFailureReason Reason(RequestFailedException failure) => failure.Status switch
    {
        0 or 500 or 502 => ServiceBusFailureReason.ServiceCommunicationProblem,
        408 or 504 => ServiceBusFailureReason.ServiceTimeout,
        429 or 503 => ServiceBusFailureReason.ServiceBusy,
        413 => ServiceBusFailureReason.MessageSizeExceeded,
        404 => ServiceBusFailureReason.MessagingEntityNotFound,
        _ => ServiceBusFailureReason.GeneralError,
    };

    private static string Sentence(RequestFailedException failure) => failure.Status switch
    {
        0 => "The storage that keeps the queues cannot be reached.",
        404 => "The queue could not be found.",
        _ => $"The storage that keeps the queues answered {failure.Status} {failure.ErrorCode}.",
    };
}
