using System.Text.Json;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// An amount off every unit, and no more than the unit costs: 2.00 off each of three mugs at 8.00 and two spoons at 1.50
/// is 6.00 and 3.00.
/// </summary>
/// <param name="Amount">Minor units per unit, from 1 to 10^15.</param>
/// <param name="AppliesTo">What it is taken off: items or the order.</param>
public sealed record AmountOffEach(long Amount, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<AmountOffEach>
{
    /// <inheritdoc/>
    public static string RuleKind => "amount-off-each";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public static AmountOffEach? ReadMembers(FieldReader reader)
    {
        var amount = DiscountMembers.Amount(reader, "amount");
        var appliesTo = DiscountMembers.Goods(reader);
        return amount is not null && appliesTo is not null ? new AmountOffEach(amount.Value, appliesTo) : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket)
    {
        var covered = basket.Cover(AppliesTo).Lines;
        var off = new long[covered.Length];
        for (var i = 0; i < off.Length; i++)
        {
            var line = basket.Cart.Lines[i];
            off[i] = Math.Min(covered[i], Math.Min(Amount, line.UnitPrice) * line.Quantity);
        }

        return Reduction.OfLines(off);
    }

    /// <inheritdoc/>
    internal override long LeastOn(long goods) => Math.Min(Amount, goods);

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) =>
        phrases.Say("amount-off-each.summary", ("amount", phrases.Money(Amount, currency)), ("scope", scope));

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("amount", Amount);
}
