using System.Text.Json;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>A redemption in the API's shape.</summary>
internal static class RedemptionJson
{
    public static void Write(Utf8JsonWriter writer, Redemption redemption)
    {
        writer.WriteStartObject();
        writer.WriteString("redemptionId", redemption.RedemptionId);
        writer.WriteString("orderId", redemption.OrderId);
        writer.WriteString("state", redemption.State switch
        {
            RedemptionState.Redeemed => "redeemed",
            RedemptionState.Held => "held",
            RedemptionState.Released => "released",
            _ => throw new InvalidOperationException($"A redemption has the unknown state {redemption.State}."),
        });
        if (redemption.HeldUntil is { } heldUntil)
        {
            writer.WriteString("heldUntil", heldUntil.ToUniversalTime());
        }
        else
        {
            writer.WriteNull("heldUntil");
        }

        writer.WriteString("currency", redemption.Currency);
        writer.WriteNumber("discount", redemption.Discount);
        writer.WritePropertyName("applied");
        writer.WriteRawValue(redemption.AppliedJson, skipInputValidation: true);
        writer.WriteString("redeemedAt", redemption.RedeemedAt.ToUniversalTime());
        writer.WriteEndObject();
    }
}
