using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A lane: one partition of a campaign's counters.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Lane">From 0; lane 0 is the bank.</param>
internal readonly record struct LaneKey(string CampaignId, int Lane)
{
    /// <summary>Row of the head. Sorts before every other row of the lane.</summary>
    public const string HeadRow = "!";

    /// <summary>Prefix of the outbox rows.</summary>
    public const string OutboxPrefix = "x|";

    /// <summary>Prefix of the rows of shares that have arrived.</summary>
    public const string ReceivedPrefix = "s|";

    /// <summary>Prefix of the prepared and held rows.</summary>
    public const string PendingPrefix = "h|";

    /// <summary>The lane of an order in a campaign: a customer's uses are all in one, so that <c>perCustomer</c> is exact there.</summary>
    public static LaneKey Of(RedemptionIntent intent, RedemptionPart part) =>
        new(part.CampaignId, part.Lanes == 1 ? 0 : Of(intent.CustomerKey ?? intent.OrderId, part.Lanes));

    /// <summary>Which of the lanes a key belongs to: evenly, and the same for ever.</summary>
    public static int Of(string key, int lanes) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) % (ulong)lanes);

    public string Partition => string.Create(CultureInfo.InvariantCulture, $"{CampaignId}|{Lane}");

    /// <summary>Row of a bucket of customers.</summary>
    public static string BucketRow(int bucket) => string.Create(CultureInfo.InvariantCulture, $"{CustomerBucket.Prefix}{bucket:D2}");

    /// <summary>Which bucket a row holds.</summary>
    public static int BucketOfRow(string row) => int.Parse(row.AsSpan(CustomerBucket.Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Which bucket of its lane a customer is in: by other bits of the hash than those that gave the lane.</summary>
    public static int BucketOf(string customerKey) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(customerKey)).AsSpan(sizeof(ulong))) % CustomerBucket.Count);

    public static string OutboxRow(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{sequence:D12}");

    public static string PendingRow(string redemptionId) => PendingPrefix + redemptionId;

    /// <summary>Row that says that a share has arrived.</summary>
    public static string ReceivedRow(string transfer) => ReceivedPrefix + transfer;

    public static LaneKey Parse(string partition)
    {
        var bar = partition.LastIndexOf('|');
        return new(partition[..bar], int.Parse(partition.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
