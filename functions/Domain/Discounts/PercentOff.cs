using System.Text.Json;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// A percentage of the sum of what it applies to, rounded half away from zero once, then spread by largest remainder:
/// 20% of two teas at 12.50 is 5.00; with a <paramref name="MaxAmount"/> of 4.00 it is 4.00.
/// </summary>
/// <param name="Percent">More than 0, at most 100, with at most 4 decimals.</param>
/// <param name="MaxAmount">The most it takes off, in minor units; null without a bound.</param>
/// <param name="AppliesTo">What it is taken off.</param>
public sealed record PercentOff(decimal Percent, long? MaxAmount, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<PercentOff>
{
    /// <inheritdoc/>
    public static string RuleKind => "percent-off";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public static PercentOff? ReadMembers(FieldReader reader)
    {
        var percent = DiscountMembers.Percent(reader);
        var maxAmount = DiscountMembers.OptionalAmount(reader, "maxAmount");
        var appliesTo = DiscountMembers.AppliesTo(reader);
        return percent is not null && appliesTo is not null ? new PercentOff(percent.Value, maxAmount, appliesTo) : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket)
    {
        var covered = basket.Cover(AppliesTo);
        return covered.TakeOff(AmountOf(covered.Total));
    }

    /// <inheritdoc/>
    public override long AmountOn(Basket basket) => AmountOf(basket.CoveredTotal(AppliesTo));

    /// <inheritdoc/>
    internal override long MostOn(long goods, long shipping)
    {
        // Binary arithmetic is quicker than decimal; what it may miss by, and the rounding, is less than the one added.
        var of = Class == DiscountClass.Shipping ? shipping : goods;
        return Math.Min(base.MostOn(goods, shipping), (long)Math.Ceiling(of * ((double)Percent / 100)) + 1);
    }

    /// <inheritdoc/>
    internal override long LeastOn(long goods) => Math.Max(1, AmountOf(goods));

    /// <inheritdoc/>
    public override long? Cap => MaxAmount;

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) =>
        phrases.Say("percent-off.summary", ("percent", phrases.Percent(Percent)), ("scope", scope));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("percent", Percent);
        DiscountMembers.WriteOptional(writer, "maxAmount", MaxAmount);
    }

    private long AmountOf(long covered) => Math.Min(Rounding.PercentOf(covered, Percent), MaxAmount ?? Amounts.Max);
}
