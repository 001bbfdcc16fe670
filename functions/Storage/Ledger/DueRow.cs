using System.Globalization;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Table <c>Due</c>: what a sweep looks at, partitioned by the minute from which it does.</summary>
internal static class DueRow
{
    private const string Lane = "lane|";
    private const string Hold = "hold|";
    private const string Refund = "refund|";

    /// <summary>Marks a lane for a look three minutes from now: at least a minute after the last commit that this mark covers, so that nothing is passed over as too young.</summary>
    public static TableEntity ForLane(DateTimeOffset now, LaneKey lane) => new(Minute(now.AddMinutes(3)), Lane + lane.Partition);

    /// <summary>Marks a lane for the minute after a deadline's: every hold of that minute is over then.</summary>
    public static TableEntity ForHold(DateTimeOffset deadline, LaneKey lane) => new(Minute(deadline.AddMinutes(1)), Hold + lane.Partition);

    /// <summary>The lane whose holds are over by a row, or null when it marks something else.</summary>
    public static LaneKey? HeldLaneOf(TableEntity row) =>
        row.RowKey.StartsWith(Hold, StringComparison.Ordinal) ? LaneKey.Parse(row.RowKey[Hold.Length..]) : null;

    /// <summary>The lane that a row marks, or null when it marks something else.</summary>
    public static LaneKey? LaneOf(TableEntity row) =>
        row.RowKey.StartsWith(Lane, StringComparison.Ordinal) ? LaneKey.Parse(row.RowKey[Lane.Length..]) : null;

    /// <summary>Marks a refund for a look three minutes from now.</summary>
    public static TableEntity ForRefund(DateTimeOffset now, RefundKey refund) => new(Minute(now.AddMinutes(3)), Refund + refund);

    /// <summary>The refund that a row marks, or null when it marks something else.</summary>
    public static RefundKey? RefundOf(TableEntity row) =>
        row.RowKey.StartsWith(Refund, StringComparison.Ordinal) ? RefundKey.Parse(row.RowKey[Refund.Length..]) : null;

    /// <summary>The partition of an instant's minute: ordinal order is order of time.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
