using System.Text.Json;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// Every unit for a fixed price, and never for more than it costs: at 5.00 each, three mugs at 8.00 are 9.00 cheaper, and
/// a spoon at 1.50 stays.
/// </summary>
/// <param name="UnitPrice">Minor units per unit, from 0 (a gift) to less than the 10^15 that a unit costs at most.</param>
/// <param name="AppliesTo">What it is taken off: items or the order.</param>
public sealed record FixedPriceEach(long UnitPrice, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<FixedPriceEach>
{
    /// <inheritdoc/>
    public static string RuleKind => "fixed-price-each";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public static FixedPriceEach? ReadMembers(FieldReader reader)
    {
        var unitPrice = reader.Whole("unitPrice", 0, Amounts.Max - 1);
        var appliesTo = DiscountMembers.Goods(reader);
        return unitPrice is not null && appliesTo is not null ? new FixedPriceEach(unitPrice.Value, appliesTo) : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket)
    {
        var covered = basket.Cover(AppliesTo).Lines;
        var off = new long[covered.Length];
        for (var i = 0; i < off.Length; i++)
        {
            // A fixed price above the unit's own could leave the long's range when multiplied; it changes nothing.
            var line = basket.Cart.Lines[i];
            off[i] = Math.Max(0, covered[i] - (Math.Min(UnitPrice, line.UnitPrice) * line.Quantity));
        }

        return Reduction.OfLines(off);
    }

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) =>
        phrases.Say("fixed-price-each.summary", ("price", phrases.Money(UnitPrice, currency)), ("scope", scope));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("unitPrice", UnitPrice);
}
