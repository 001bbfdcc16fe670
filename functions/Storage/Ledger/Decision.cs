using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What became of an attempt, as first answered; a hold's end stands apart. Row <c>c|n</c>. The first insert wins and it is never changed.</summary>
/// <param name="Redemption">What was taken; null when the attempt was given up.</param>
/// <param name="Codes">The codes taken.</param>
internal sealed record Decision(Redemption? Redemption, IReadOnlyList<string> Codes)
{
    public static Decision Abort { get; } = new(null, []);

    /// <summary>The lanes that it touched, in the order in which they were taken.</summary>
    public ImmutableArray<LaneKey> Lanes { get; init; } = [];

    /// <summary>Whether some of the codes work once.</summary>
    public bool Once { get; init; }

    /// <param name="attempt">What was asked.</param>
    /// <param name="at">When it was taken.</param>
    /// <param name="heldUntil">The deadline of a hold; null for what is redeemed at once.</param>
    public static Decision Commit(Attempt attempt, DateTimeOffset at, DateTimeOffset? heldUntil) => new(
        new Redemption(
            attempt.Key.RedemptionId,
            attempt.Intent.OrderId,
            attempt.Intent.ContentHash,
            heldUntil is null ? RedemptionState.Redeemed : RedemptionState.Held,
            heldUntil,
            attempt.Intent.Currency,
            attempt.Intent.Discount,
            attempt.Intent.AppliedJson,
            at,
            attempt.Retroactive),
        [.. attempt.Intent.Parts.Select(part => part.Code)])
    {
        Lanes = attempt.Lanes,
        Once = attempt.Intent.Parts.Any(part => part.Stamp is not null),
    };

    public TableEntity ToRow(OrderKey key)
    {
        var row = new TableEntity(key.Hash, key.DecisionRow) { ["Committed"] = Redemption is not null };
        if (Redemption is { } redemption)
        {
            row["OrderId"] = redemption.OrderId;
            row["ContentHash"] = redemption.ContentHash;
            row["Currency"] = redemption.Currency;
            row["Discount"] = redemption.Discount;
            row["At"] = redemption.RedeemedAt;
            row["Codes"] = string.Join(' ', Codes);
            row["Lanes"] = string.Join(' ', Lanes.Select(lane => lane.Partition));
            if (Once)
            {
                row[nameof(Once)] = true;
            }

            if (redemption.HeldUntil is { } heldUntil)
            {
                row["HeldUntil"] = heldUntil;
            }

            row.SetLongText("Applied", redemption.AppliedJson);
        }

        return row;
    }

    public static Decision Read(OrderKey key, TableEntity row) => row.GetBoolean("Committed") != true
        ? Abort
        : new(
            new Redemption(
                key.RedemptionId,
                row.GetString("OrderId") ?? "",
                row.GetString("ContentHash") ?? "",
                row.ContainsKey("HeldUntil") ? RedemptionState.Held : RedemptionState.Redeemed,
                row.GetDateTimeOffset("HeldUntil"),
                row.GetString("Currency") ?? "",
                row.GetInt64("Discount") ?? 0,
                row.GetLongText("Applied"),
                row.GetDateTimeOffset("At") ?? default,
                key.Slot.Length > 0),
            (row.GetString("Codes") ?? "").Split(' '))
        {
            Lanes = [.. (row.GetString("Lanes") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(LaneKey.Parse)],
            Once = row.GetBoolean(nameof(Once)) == true,
        };
}
