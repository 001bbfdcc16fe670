using System.Globalization;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Keys of table <c>Journal</c>: the append-only ledger, one partition a lane and day, one row a transaction.</summary>
internal static class JournalRow
{
    public static string Partition(LaneKey lane, string day) => $"{lane.Partition}|{day}";

    public static string Key(long sequence) => sequence.ToString("D12", CultureInfo.InvariantCulture);
}
