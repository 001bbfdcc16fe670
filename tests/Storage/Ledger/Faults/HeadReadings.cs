using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Tells requests that read a lane's head: by its key, or together with the customers of a lane that is met for the first time.</summary>
internal static class HeadReadings
{
    /// <summary>Whether a request reads some lane's head.</summary>
    public static bool ReadsHead(this SentRequest request) =>
        request.Method == "GET" && request.IsOn("Lanes")
        && (request.Path.Contains($"RowKey='{LaneKey.HeadRow}'", StringComparison.Ordinal) || request.Path.Contains($"RowKey eq '{LaneKey.HeadRow}'", StringComparison.Ordinal));

    /// <summary>Whether a request reads the head of this lane.</summary>
    public static bool ReadsHead(this SentRequest request, LaneKey lane) =>
        request.ReadsHead()
        && (request.Path.Contains($"PartitionKey='{lane.Partition}'", StringComparison.Ordinal) || request.Path.Contains($"PartitionKey eq '{lane.Partition}'", StringComparison.Ordinal));
}
