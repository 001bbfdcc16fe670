using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Uses in one lane that are set aside until a deadline: row <c>k|deadline|redemption</c>, in the order in which they lapse.</summary>
/// <param name="Until">The deadline.</param>
/// <param name="Uses">Whose, and what is booked when the hold is confirmed.</param>
internal sealed record HeldUses(DateTimeOffset Until, PreparedUses Uses)
{
    /// <summary>Prefix of the rows.</summary>
    public const string Prefix = "k|";

    public OrderKey Key => Uses.Key;

    public string Row => RowOf(Until, Uses.RedemptionId);

    public static string RowOf(DateTimeOffset until, string redemptionId) => $"{Prefix}{HoldDeadline.KeyOf(until)}|{redemptionId}";

    public TableEntity ToRow(LaneKey lane)
    {
        var row = new TableEntity(lane.Partition, Row) { [nameof(Until)] = Until };
        row.SetLongText(nameof(Uses), JsonSerializer.Serialize(Uses));
        return row;
    }

    public static HeldUses Read(TableEntity row) => new(
        row.GetDateTimeOffset(nameof(Until)) ?? throw new InvalidDataException("A held row has no deadline."),
        JsonSerializer.Deserialize<PreparedUses>(row.GetLongText(nameof(Uses))) ?? throw new InvalidDataException("A held row is empty."));
}
