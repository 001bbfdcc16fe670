using System.Text.RegularExpressions;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Bugs that are made on the way to the storage, so that the code under test needs no switch for them.</summary>
internal static partial class PlantedBugs
{
    /// <summary>A transaction whose head is written whatever it has become.</summary>
    public static string WithoutCondition(string transaction) => HeadCondition().Replace(transaction, "If-Match: *", 1);

    /// <summary>A transaction whose buckets of customers are written whatever they have become.</summary>
    public static string WithoutBucketConditions(string transaction) => BucketCondition().Replace(transaction, "${put}If-Match: *");

    /// <summary>A transaction that leaves the head's figures as they are; only its ETag moves.</summary>
    public static string WithoutHead(string transaction) => HeadWrite().Replace(transaction, "MERGE ${rest}{}", 1);

    /// <summary>A transaction that keeps an outbox row which it was to delete.</summary>
    public static string WithoutOutboxDelete(string transaction) =>
        OutboxDelete().Replace(transaction, "MERGE ${rest}Content-Type: application/json\r\n\r\n{}\r\n", 1);

    /// <summary>A transaction whose row of what must happen once has another name each time: nothing is in the way of a second one.</summary>
    /// <param name="transaction">As it would be sent.</param>
    /// <param name="prefix">Of the row's key.</param>
    /// <param name="name">That no other row has.</param>
    public static string WithoutOnce(string transaction, string prefix, string name) =>
        Regex.Replace(transaction, $"(\"RowKey\":\"{Regex.Escape(prefix)}[^\"]+)\"", $"$1-{name}\"");

    /// <summary>A head as whoever overlooks what it was told of releases: written back, it lacks them.</summary>
    public static string? WithoutReleases(SentRequest reading, string answer) =>
        reading.ReadsHead() ? Release().Replace(answer, "") : null;

    [GeneratedRegex(",\"Released[0-9a-f]+\":\"[^\"]*\"")]
    private static partial Regex Release();

    [GeneratedRegex("PUT (?<rest>[^\r\n]*RowKey='(!|%21)'[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)\\{[^\r\n]*", RegexOptions.IgnoreCase)]
    private static partial Regex HeadWrite();

    [GeneratedRegex("DELETE (?<rest>[^\r\n]*RowKey='x(\\||%7C)[0-9]+'[^\r\n]*\r\n(?:[^\r\n]+\r\n)*)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex OutboxDelete();

    [GeneratedRegex("(?<put>PUT [^\r\n]*RowKey='u(\\||%7C)[0-9]+'[^\r\n]*\r\n(?:[^\r\n]+\r\n)*?)If-Match: W/[^\r\n]+", RegexOptions.IgnoreCase)]
    private static partial Regex BucketCondition();

    [GeneratedRegex("If-Match: W/[^\r\n]+", RegexOptions.IgnoreCase)]
    private static partial Regex HeadCondition();
}
