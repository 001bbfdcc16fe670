using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>An order's attempt: the intent row <c>a|n</c>, insert only.</summary>
/// <param name="Key">Where it stands.</param>
/// <param name="Intent">What it wants.</param>
/// <param name="PlacedAt">For a retroactive one: when the order was placed; null for the order's own.</param>
/// <param name="At">Storage time of its insert: its owner acts alone for <see cref="OwnerAlone"/>.</param>
/// <param name="Nonce">Tells the row of this very call from another's.</param>
internal sealed record Attempt(OrderKey Key, RedemptionIntent Intent, DateTimeOffset? PlacedAt, DateTimeOffset At, string Nonce)
{
    /// <summary>How long nobody else settles it.</summary>
    public static readonly TimeSpan OwnerAlone = TimeSpan.FromSeconds(15);

    /// <summary>From this age on the owner looks whether somebody else settles it before it commits.</summary>
    public static readonly TimeSpan OwnerLooks = TimeSpan.FromSeconds(5);

    /// <summary>The last attempt before this one that took something, and gave it back; 0 for none.</summary>
    public int Before { get; init; }

    /// <summary>The marks that this process has set on codes that work once; not kept in the row.</summary>
    public ImmutableArray<CodeMark> Marks { get; init; } = [];

    public bool Retroactive => Key.Slot.Length > 0;

    /// <summary>The lanes it touches, one a campaign, in the order in which they are taken.</summary>
    public ImmutableArray<LaneKey> Lanes { get; } = [.. Intent.Parts.Select(part => LaneKey.Of(Intent, part)).Distinct().OrderBy(lane => lane.CampaignId, StringComparer.Ordinal)];

    public TableEntity ToRow()
    {
        var row = new TableEntity(Key.Hash, Key.IntentRow) { ["Nonce"] = Nonce, ["At"] = At, [nameof(Before)] = Before };
        if (PlacedAt is { } placedAt)
        {
            row["PlacedAt"] = placedAt;
        }

        row.SetLongText("Intent", JsonSerializer.Serialize(Intent));
        return row;
    }

    public static Attempt Read(OrderKey key, TableEntity row) => new(
        key,
        JsonSerializer.Deserialize<RedemptionIntent>(row.GetLongText("Intent")) ?? throw new InvalidDataException("An intent row is empty."),
        row.GetDateTimeOffset("PlacedAt"),
        row.GetDateTimeOffset("At") ?? throw new InvalidDataException("An intent row has no time."),
        row.GetString("Nonce") ?? "")
    {
        Before = row.GetInt32(nameof(Before)) ?? 0,
    };
}
