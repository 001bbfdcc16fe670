using System.Text.Json;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>A refund in the API's shape.</summary>
internal static class RefundJson
{
    public static void Write(Utf8JsonWriter writer, Refund refund)
    {
        writer.WriteStartObject();
        writer.WriteString("refundId", refund.RefundId);
        writer.WriteString("redemptionId", refund.RedemptionId);
        writer.WriteNumber("amount", refund.Amount);
        writer.WriteStartArray("lines");
        foreach (var line in refund.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("id", line.Id);
            writer.WriteNumber("quantity", line.Quantity);
            writer.WriteNumber("amount", line.Amount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("useReturned", refund.UseReturned);
        writer.WriteEndObject();
    }
}
