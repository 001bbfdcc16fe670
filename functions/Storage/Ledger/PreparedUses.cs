using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Uses in one lane that wait for the decision of an order over several campaigns: row <c>h|…</c>.</summary>
/// <param name="RedemptionId">The attempt that decides.</param>
/// <param name="Customer">Whose uses are counted.</param>
/// <param name="Entries">What is booked when it commits; day and time are set then.</param>
internal sealed record PreparedUses(string RedemptionId, string? Customer, IReadOnlyList<OutboxEntry> Entries)
{
    /// <summary>The attempt that decides.</summary>
    [JsonIgnore]
    public OrderKey Key => OrderKey.Parse(RedemptionId) ?? throw new InvalidDataException("A prepared row names no redemption.");

    public TableEntity ToRow(LaneKey lane, string batch)
    {
        var row = new TableEntity(lane.Partition, LaneKey.PendingRow(RedemptionId)) { ["Batch"] = batch };
        row.SetLongText("Uses", JsonSerializer.Serialize(this));
        return row;
    }

    public static PreparedUses Read(TableEntity row) =>
        JsonSerializer.Deserialize<PreparedUses>(row.GetLongText("Uses")) ?? throw new InvalidDataException("A prepared row is empty.");
}
