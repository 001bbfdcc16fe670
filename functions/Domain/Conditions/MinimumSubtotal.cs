using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The goods, before any discount and without shipping, come to at least an amount.</summary>
/// <param name="Amount">Minor units of the campaign's currency, from 1 to 10^15; an order of exactly that meets it.</param>
/// <param name="Of">Which goods; all of them unless said otherwise.</param>
public sealed record MinimumSubtotal(long Amount, MeasuredOver Of) : Condition, IRule<MinimumSubtotal>
{
    /// <inheritdoc/>
    public static string RuleKind => "minimum-subtotal";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Minimum;

    /// <inheritdoc/>
    public override bool ComparesMoney => true;

    /// <inheritdoc/>
    public static MinimumSubtotal? ReadMembers(FieldReader reader)
    {
        var amount = reader.Whole("amount", 1, Amounts.Max);
        var of = reader.OptionalChoice<MeasuredOver>("of") ?? MeasuredOver.Cart;
        return amount is { } minimum ? new MinimumSubtotal(minimum, of) : null;
    }

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => order.Subtotal(Of) >= Amount;

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) => phrases.Say(
        Of == MeasuredOver.Cart ? "minimum-subtotal.term" : "minimum-subtotal.eligible-term",
        ("amount", phrases.Money(Amount, currency)));

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order)
    {
        var actual = order.Subtotal(Of);
        return new(
            RefusalCodes.MinimumSubtotal,
            order.Phrases.Say(
                Of == MeasuredOver.Cart ? "minimum-subtotal.refusal" : "minimum-subtotal.eligible-refusal",
                ("missing", order.Phrases.Money(Amount - actual, order.Cart.Currency)),
                ("code", order.Code.Value),
                ("scope", order.AppliesTo.Describe(order.Phrases))),
            Facts.None.With("required", Amount).With("actual", actual).With("missing", Amount - actual));
    }

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("amount", Amount);
        writer.WriteString("of", Vocabulary<MeasuredOver>.Words[Of]);
    }
}
