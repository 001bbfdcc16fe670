using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What became of an attempt: row <c>c|n</c>. The first insert wins and it is never changed.</summary>
/// <param name="Redemption">What was taken; null when the attempt was given up.</param>
/// <param name="Codes">The codes taken.</param>
internal sealed record Decision(Redemption? Redemption, IReadOnlyList<string> Codes)
{
    public static Decision Abort { get; } = new(null, []);

    public static Decision Commit(Attempt attempt, DateTimeOffset at) => new(
        new Redemption(
            attempt.Key.RedemptionId,
            attempt.Intent.OrderId,
            attempt.Intent.ContentHash,
            RedemptionState.Redeemed,
            null,
            attempt.Intent.Currency,
            attempt.Intent.Discount,
            attempt.Intent.AppliedJson,
            at,
            attempt.Retroactive),
        [.. attempt.Intent.Parts.Select(part => part.Code)]);

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
                RedemptionState.Redeemed,
                null,
                row.GetString("Currency") ?? "",
                row.GetInt64("Discount") ?? 0,
                row.GetLongText("Applied"),
                row.GetDateTimeOffset("At") ?? default,
                key.Slot.Length > 0),
            (row.GetString("Codes") ?? "").Split(' '));
}
