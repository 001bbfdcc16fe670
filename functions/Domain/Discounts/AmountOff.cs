using System.Text.Json;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// An amount, spread over what it applies to by largest remainder and never more than that: 15.00 off lines of 150.00,
/// 50.00 and 100.00 is 7.50, 2.50 and 5.00.
/// </summary>
/// <param name="Amount">Minor units, from 1 to 10^15.</param>
/// <param name="AppliesTo">What it is taken off.</param>
public sealed record AmountOff(long Amount, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<AmountOff>
{
    /// <inheritdoc/>
    public static string RuleKind => "amount-off";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public static AmountOff? ReadMembers(FieldReader reader)
    {
        var amount = DiscountMembers.Amount(reader, "amount");
        var appliesTo = DiscountMembers.AppliesTo(reader);
        return amount is not null && appliesTo is not null ? new AmountOff(amount.Value, appliesTo) : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket) => basket.Cover(AppliesTo).TakeOff(Amount);

    /// <inheritdoc/>
    public override long AmountOn(Basket basket) => Math.Min(Amount, basket.CoveredTotal(AppliesTo));

    /// <inheritdoc/>
    internal override long MostOn(long goods, long shipping) => Math.Min(Amount, base.MostOn(goods, shipping));

    /// <inheritdoc/>
    internal override long LeastOn(long goods) => Math.Min(Amount, goods);

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) =>
        phrases.Say("amount-off.summary", ("amount", phrases.Money(Amount, currency)), ("scope", scope));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("amount", Amount);
}
