using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Refunds;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What all refunds of an order come to: row <c>f</c>, changed by its ETag together with the insert of a refund.</summary>
/// <param name="ETag">As read; null while the row does not stand.</param>
/// <param name="Basis">The redemption that says what was bought; the same for all refunds of the order. Empty before the first.</param>
/// <param name="SoFar">What was given back.</param>
/// <param name="Returned">The redemptions whose uses were given back; empty until nothing of the order is left.</param>
internal sealed record RefundTotals(ETag? ETag, string Basis, RefundsSoFar SoFar, ImmutableArray<string> Returned)
{
    public static RefundTotals None { get; } = new(null, "", RefundsSoFar.None, []);

    public static RefundTotals Read(TableEntity row) => new(
        row.ETag,
        row.GetString(nameof(Basis)) ?? "",
        new(
            OrdinalJson.Read<RefundedSoFar>(row.GetLongText("Lines")),
            row.GetInt64("Shipping") ?? 0,
            OrdinalJson.Read<long>(row.GetLongText("Discounts")),
            row.GetBoolean("Complete") == true),
        JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetLongText(nameof(Returned))));

    /// <summary>The change that records these totals; it fails when another refund came first.</summary>
    public TableTransactionAction ToAction(string order)
    {
        var row = new TableEntity(order, RefundKey.TotalsRow)
        {
            [nameof(Basis)] = Basis,
            ["Shipping"] = SoFar.Shipping,
            ["Complete"] = SoFar.Complete,
        };
        row.SetLongText("Lines", OrdinalJson.Write(SoFar.Lines));
        row.SetLongText("Discounts", OrdinalJson.Write(SoFar.Discounts));
        row.SetLongText(nameof(Returned), JsonSerializer.Serialize(Returned));
        return ETag is { } read ? new(TableTransactionActionType.UpdateReplace, row, read) : new(TableTransactionActionType.Add, row);
    }
}
