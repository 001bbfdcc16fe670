using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A release that a lane's head was told of and that the lane has not booked yet: its uses are free already.</summary>
/// <remarks>
/// The note is merged into the head whatever that has become, in a property of its own, and moves its ETag: every writer of the lane that has not read it
/// fails, and one that has read it books it in its next transaction, which writes the head without it.
/// </remarks>
/// <param name="Slot">The head's property: one for each merge, which may tell of several releases.</param>
/// <param name="Key">The hold's attempt.</param>
/// <param name="Until">Its deadline.</param>
/// <param name="OverSeveral">Whether the order is over several campaigns: then its uses may be prepared still.</param>
internal sealed record ReleasedHold(string Slot, OrderKey Key, DateTimeOffset Until, bool OverSeveral)
{
    private const string Prefix = "Released";

    /// <summary>Of a head's 252 properties; beyond it releases are booked before they are answered.</summary>
    public const int MostSlots = 100;

    /// <summary>A property that no other merge has.</summary>
    public static string NewSlot() => Prefix + LaneServices.NewId();

    /// <summary>What a head tells of.</summary>
    public static ImmutableArray<ReleasedHold> Read(TableEntity head) =>
    [
        .. from name in head.Keys
           where name.StartsWith(Prefix, StringComparison.Ordinal)
           from note in (head.GetString(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select Parse(name, note),
    ];

    /// <summary>Adds the notes to a row that is to be merged, or to be written in full.</summary>
    public static void Write(TableEntity head, IEnumerable<ReleasedHold> notes)
    {
        foreach (var slot in notes.GroupBy(note => note.Slot))
        {
            head[slot.Key] = string.Join(' ', slot);
        }
    }

    public override string ToString() => $"{Key.RedemptionId}|{Until:O}|{(OverSeveral ? "several" : "one")}";

    private static ReleasedHold Parse(string slot, string note) => note.Split('|') is [var id, var until, var lanes] && OrderKey.Parse(id) is { } key
        ? new(slot, key, DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), lanes == "several")
        : throw new InvalidDataException("A head's note of a release cannot be read.");
}
