using System.Text.Json;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>Shipping for nothing, or up to an amount: of 6.90, a <paramref name="MaxAmount"/> of 5.00 leaves 1.90.</summary>
/// <param name="MaxAmount">The most it takes off, in minor units; null without a bound.</param>
/// <param name="AppliesTo">What must be in the cart; its target is shipping.</param>
public sealed record FreeShipping(long? MaxAmount, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<FreeShipping>
{
    /// <inheritdoc/>
    public static string RuleKind => "free-shipping";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override long? Cap => MaxAmount;

    /// <inheritdoc/>
    public static FreeShipping? ReadMembers(FieldReader reader)
    {
        var maxAmount = DiscountMembers.OptionalAmount(reader, "maxAmount");
        var appliesTo = reader.OptionalObject("appliesTo", AppliesTo.ReadShipping) ?? AppliesTo.AnyShipping;
        return new FreeShipping(maxAmount, appliesTo);
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket) => basket.Cover(AppliesTo).TakeOff(MaxAmount ?? Amounts.Max);

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) => phrases.Say("free-shipping.summary");

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => DiscountMembers.WriteOptional(writer, "maxAmount", MaxAmount);
}
