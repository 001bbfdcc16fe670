using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>
/// Rows of table <c>CodeDue</c>: which codes are to be looked at from which minute. Partition what for, the minute and one of 256 parts, so that a
/// million codes that end at one midnight do not share a partition; row the code's entry as in <see cref="CodePages"/>, which names nobody.
/// </summary>
internal static class CodeDueRow
{
    /// <summary>A code ends.</summary>
    public const string End = "end";

    /// <summary>A code's owner is to be told.</summary>
    public const string Notice = "notice";

    /// <summary>A code of the claims desk is taken back.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>What a mark comes before by at least: the code's own row is written after it, and a mark whose code is missing is taken away.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(3);

    /// <summary>The partition of a mark.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="at">From when: the whole minute of it must be over.</param>
    /// <param name="now">The storage's time.</param>
    /// <param name="group">What is marked together goes into one partition.</param>
    public static string Partition(string kind, DateTimeOffset at, DateTimeOffset now, string group) =>
        $"{kind}|{Minute((at > now + Lead ? at : now + Lead).AddMinutes(1))}|{PartOf(group)}";

    /// <summary>A query for everything of a kind that is due.</summary>
    public static string DueBy(string kind, DateTimeOffset now)
    {
        var (first, last) = (kind + "|", $"{kind}|{Minute(now)}|~");
        return TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}");
    }

    /// <summary>Ordinal order is order of time.</summary>
    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private static string PartOf(string group) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)).AsSpan(0, 1));
}
