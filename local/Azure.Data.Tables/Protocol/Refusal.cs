using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// The answers that the service gives to a request it will not take, made here before anything is sent: the emulator is laxer,
/// and what passes there must not fail for the first time in production.
/// Codes: https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes.
/// </summary>
internal static class Refusal
{
    public static RequestFailedException BadRequest(TableErrorCode code, string message) =>
        new(400, $"{message}\nStatus: 400 (Bad Request)\nErrorCode: {code}", code.ToString(), innerException: null);

    /// <summary>A refusal that the service pins to one action of a transaction.</summary>
    public static TableTransactionFailedException OfAction(int index, TableErrorCode code, string message) =>
        OfAction(index, BadRequest(code, FormattableString.Invariant($"{index}:{message}")));

    /// <summary>The failure of one action, as the failure of its transaction.</summary>
    public static TableTransactionFailedException OfAction(int index, RequestFailedException failure)
    {
        failure.Data[TableTransactionFailedException.FailedIndexKey] = FormattableString.Invariant($"{index}");
        return new TableTransactionFailedException(failure);
    }
}
