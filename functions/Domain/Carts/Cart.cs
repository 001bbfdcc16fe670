using System.Text.Json;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Carts;

/// <summary>What a shopper is about to buy, or bought. All amounts are minor units of its one currency.</summary>
public sealed record Cart
{
    /// <summary>The most lines of a cart.</summary>
    public const int MaxLines = 500;

    /// <summary>The most characters of a channel or a region.</summary>
    public const int MaxNameLength = 64;

    private Cart(Currency currency, string channel, string region, long shipping, IReadOnlyList<CartLine> lines, long subtotal)
    {
        Currency = currency;
        Channel = channel;
        Region = region;
        Shipping = shipping;
        Lines = lines;
        Subtotal = subtotal;
    }

    /// <summary>A cart with nothing in it, for what looks at the customer alone.</summary>
    internal static Cart Empty(Currency currency) => new(currency, "", "", 0, [], 0);

    /// <summary>The currency of every amount.</summary>
    public Currency Currency { get; }

    /// <summary>Where it is sold, such as web. Compared without regard to case, as the region is.</summary>
    public string Channel { get; }

    /// <summary>Where it is sold to, such as DE.</summary>
    public string Region { get; }

    /// <summary>Shipping, at least 0.</summary>
    public long Shipping { get; }

    /// <summary>The lines, their ids unique.</summary>
    public IReadOnlyList<CartLine> Lines { get; }

    /// <summary>The lines' totals, without shipping; with it at most <see cref="Amounts.Max"/>.</summary>
    public long Subtotal { get; }

    /// <summary>Reads a cart.</summary>
    public static Cart? Read(FieldReader reader)
    {
        var currency = reader.Parsed<Currency>("currency", 10, Currency.TryParse);
        var channel = reader.Text("channel", MaxNameLength);
        var region = reader.Text("region", MaxNameLength);
        var shipping = reader.OptionalWhole("shipping", 0, Amounts.Max) ?? 0;
        var lines = reader.Objects("lines", MaxLines, CartLine.Read);
        reader.RefuseUnknown();
        if (lines is null || reader.Failed)
        {
            return null;
        }

        RefuseRepeatedIds(reader, lines);
        var subtotal = Sum(reader, lines, shipping);
        return !reader.Failed && currency is not null && channel is not null && region is not null
            ? new Cart(currency, channel, region, shipping, lines, subtotal)
            : null;
    }

    /// <summary>Writes the cart as <see cref="Read"/> takes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("currency", Currency.Code);
        writer.WriteString("channel", Channel);
        writer.WriteString("region", Region);
        writer.WriteNumber("shipping", Shipping);
        writer.WriteStartArray("lines");
        foreach (var line in Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("id", line.Id);
            writer.WriteString("sku", line.Sku);
            writer.WriteStartArray("categories");
            foreach (var category in line.Categories)
            {
                writer.WriteStringValue(category);
            }

            writer.WriteEndArray();
            writer.WriteNumber("quantity", line.Quantity);
            writer.WriteNumber("unitPrice", line.UnitPrice);
            writer.WriteBoolean("onSale", line.OnSale);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long Sum(FieldReader reader, IReadOnlyList<CartLine> lines, long shipping)
    {
        long subtotal = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            subtotal += lines[i].Total;
            if (subtotal > Amounts.Max - shipping)
            {
                reader.Refuse("lines", i, CartText.CartTooLarge);
                return 0;
            }
        }

        return subtotal;
    }

    private static void RefuseRepeatedIds(FieldReader reader, IReadOnlyList<CartLine> lines)
    {
        // Most carts are short: comparing each pair beats building a set.
        const int Short = 12;
        var seen = lines.Count > Short ? new HashSet<string>(lines.Count, StringComparer.Ordinal) : null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (seen is null ? IsBefore(lines, i) : !seen.Add(lines[i].Id))
            {
                reader.Refuse("lines", i, CartText.RepeatedId);
            }
        }
    }

    private static bool IsBefore(IReadOnlyList<CartLine> lines, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (lines[i].Id == lines[index].Id)
            {
                return true;
            }
        }

        return false;
    }
}
