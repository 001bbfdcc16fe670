using System.Text.Json;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

/// <summary>The order that a claim is about.</summary>
/// <param name="Id">The shop's order id: 1 to <see cref="MaxIdLength"/> characters.</param>
/// <param name="PlacedAt">When it was placed, in UTC.</param>
/// <param name="Cart">What was bought.</param>
public sealed record ClaimedOrder(string Id, DateTimeOffset PlacedAt, Cart Cart)
{
    /// <summary>The most characters of an order id.</summary>
    public const int MaxIdLength = 128;

    /// <summary>How far the clock of a shop may run ahead of ours.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Reads an order that was placed before <paramref name="receivedAt"/>.</summary>
    public static ClaimedOrder? Read(FieldReader reader, DateTimeOffset receivedAt)
    {
        var id = reader.Text("id", MaxIdLength);
        var placedAt = reader.Instant("placedAt");
        var cart = reader.Object("cart", Cart.Read);
        reader.RefuseUnknown();
        if (placedAt is { } placed && placed - receivedAt > ClockTolerance)
        {
            // Terms of a day to come could grant what they do not give today.
            reader.Refuse("placedAt", "must not lie in the future.");
        }

        return !reader.Failed && id is not null && placedAt is { } instant && cart is not null
            ? new ClaimedOrder(id, instant.ToUniversalTime(), cart)
            : null;
    }

    /// <summary>Writes the order as <see cref="Read"/> takes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("placedAt", PlacedAt);
        writer.WritePropertyName("cart");
        Cart.Write(writer);
        writer.WriteEndObject();
    }
}
