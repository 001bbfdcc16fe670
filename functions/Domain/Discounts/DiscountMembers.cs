using System.Text.Json;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Discounts;

/// <summary>The members that several kinds of discount share, read with the same bounds everywhere.</summary>
internal static class DiscountMembers
{
    // A hundredth of a basis point is finer than any price list; more decimals are a calculation gone wrong.
    private const int MaxPercentDecimals = 4;
    private const decimal SmallestPercent = 0.0001m;

    internal static AppliesTo? AppliesTo(FieldReader reader) => reader.Object("appliesTo", Discounts.AppliesTo.Read);

    internal static AppliesTo? Goods(FieldReader reader) => reader.Object("appliesTo", Discounts.AppliesTo.ReadGoods);

    internal static decimal? Percent(FieldReader reader) => reader.Decimal("percent", SmallestPercent, 100m, MaxPercentDecimals);

    internal static decimal? OptionalPercent(FieldReader reader) =>
        reader.OptionalDecimal("percent", SmallestPercent, 100m, MaxPercentDecimals);

    internal static long? Amount(FieldReader reader, string name) => reader.Whole(name, 1, Amounts.Max);

    internal static long? OptionalAmount(FieldReader reader, string name) => reader.OptionalWhole(name, 1, Amounts.Max);

    internal static void WriteOptional(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
