using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Redemptions;

/// <summary>What makes two requests of one order the same.</summary>
internal static class RedemptionContent
{
    /// <summary>SHA-256, lower-case hex, over the set of codes, the cart, the customer as limits see it, and the mode.</summary>
    public static string HashOf(RedeemRequest request, CustomerKey? customer)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("mode", Vocabulary<RedeemMode>.Words[request.Mode]);
            writer.WriteString("customer", customer?.Value);
            writer.WriteStartArray("codes");
            foreach (var code in request.Codes.Distinct().Order())
            {
                writer.WriteStringValue(code.Value);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("cart");
            request.Cart.Write(writer);
            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }
}
