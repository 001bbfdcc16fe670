using System.Text.Json;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Discounts;

/// <summary>One tier: from an amount of goods on, a percentage or an amount.</summary>
/// <param name="Minimum">Minor units, from 1 to 10^15; goods of exactly that reach it.</param>
/// <param name="Percent">More than 0, at most 100; null when the tier gives an amount.</param>
/// <param name="Amount">Minor units, from 1 to 10^15; null when the tier gives a percentage.</param>
public sealed record SpendTier(long Minimum, decimal? Percent, long? Amount)
{
    /// <summary>Reads a tier.</summary>
    public static SpendTier? Read(FieldReader reader)
    {
        var minimum = DiscountMembers.Amount(reader, "minimum");
        var percent = DiscountMembers.OptionalPercent(reader);
        var amount = DiscountMembers.OptionalAmount(reader, "amount");
        if (reader.Has("percent") == reader.Has("amount"))
        {
            reader.Refuse("must have either percent or amount.");
        }

        reader.RefuseUnknown();
        return minimum is not null && !reader.Failed ? new SpendTier(minimum.Value, percent, amount) : null;
    }

    /// <summary>What the tier gives on goods, before it is bounded by them.</summary>
    internal long On(long goods) => Amount ?? Rounding.PercentOf(goods, Percent ?? 0);

    /// <summary>Writes the tier as it is read.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("minimum", Minimum);
        if (Percent is { } percent)
        {
            writer.WriteNumber("percent", percent);
        }

        DiscountMembers.WriteOptional(writer, "amount", Amount);
        writer.WriteEndObject();
    }
}
