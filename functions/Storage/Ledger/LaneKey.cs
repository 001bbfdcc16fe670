using System.Globalization;

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

    /// <summary>Prefix of the prepared and held rows.</summary>
    public const string PendingPrefix = "h|";

    public string Partition => string.Create(CultureInfo.InvariantCulture, $"{CampaignId}|{Lane}");

    public static string CustomerRow(string customerKey) => "u|" + customerKey;

    public static string OutboxRow(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{sequence:D12}");

    public static string PendingRow(string redemptionId) => PendingPrefix + redemptionId;

    public static LaneKey Parse(string partition)
    {
        var bar = partition.LastIndexOf('|');
        return new(partition[..bar], int.Parse(partition.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
