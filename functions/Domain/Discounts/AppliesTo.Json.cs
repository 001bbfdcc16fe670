using System.Text.Json;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Discounts;

// Reading and writing.
public sealed partial record AppliesTo
{
    private const int MaxNames = 1000;

    /// <summary>Reads what a discount applies to, for kinds that take any target.</summary>
    public static AppliesTo? Read(FieldReader reader) => Read(reader, reader.Choice<DiscountClass>("target"));

    /// <summary>Reads what a discount applies to, for kinds that count units and so have no use for shipping.</summary>
    public static AppliesTo? ReadGoods(FieldReader reader)
    {
        var target = reader.Choice<DiscountClass>("target");
        if (target == DiscountClass.Shipping)
        {
            reader.Refuse("target", "must be items or order for this kind of discount.");
        }

        return Read(reader, target);
    }

    /// <summary>Reads what a discount on shipping asks for; its target need not be named.</summary>
    public static AppliesTo? ReadShipping(FieldReader reader)
    {
        var target = reader.OptionalChoice<DiscountClass>("target");
        if (target is not (null or DiscountClass.Shipping))
        {
            reader.Refuse("target", "must be shipping for this kind of discount.");
        }

        return Read(reader, DiscountClass.Shipping);
    }

    /// <summary>Writes it as it is read.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("target", Vocabulary<DiscountClass>.Words[Target]);
        WriteNames(writer, "categories", Categories);
        WriteNames(writer, "skus", Skus);
        WriteNames(writer, "excludeCategories", ExcludeCategories);
        WriteNames(writer, "excludeSkus", ExcludeSkus);
        writer.WriteBoolean("excludeSaleItems", ExcludeSaleItems);
        writer.WriteEndObject();
    }

    private static AppliesTo? Read(FieldReader reader, DiscountClass? target)
    {
        var categories = ReadNames(reader, "categories");
        var skus = ReadNames(reader, "skus");
        var excludeCategories = ReadNames(reader, "excludeCategories");
        var excludeSkus = ReadNames(reader, "excludeSkus");
        var excludeSaleItems = reader.OptionalFlag("excludeSaleItems") ?? false;
        reader.RefuseUnknown();
        if (reader.Failed || target is null)
        {
            return null;
        }

        if (categories.Count + skus.Count > 0
            && categories.All(name => Contains(excludeCategories, name))
            && skus.All(name => Contains(excludeSkus, name)))
        {
            reader.Refuse("must not exclude everything that it includes.");
            return null;
        }

        return new AppliesTo(target.Value, categories, skus, excludeCategories, excludeSkus, excludeSaleItems);
    }

    private static IReadOnlyList<string> ReadNames(FieldReader reader, string name) =>
        reader.OptionalTexts(name, MaxNames, CartLine.MaxNameLength) ?? [];

    private static void WriteNames(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
