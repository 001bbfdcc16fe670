using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>The cart holds at least a number of units.</summary>
/// <param name="Quantity">Units, from 1 to <see cref="MaxQuantity"/>; a cart of exactly that many meets it.</param>
/// <param name="Of">Which lines are counted; all of them unless said otherwise.</param>
public sealed record MinimumQuantity(long Quantity, MeasuredOver Of) : Condition, IRule<MinimumQuantity>
{
    /// <summary>The most units that can be asked for: what a full cart can hold.</summary>
    public const long MaxQuantity = (long)Carts.Cart.MaxLines * Carts.CartLine.MaxQuantity;

    /// <inheritdoc/>
    public static string RuleKind => "minimum-quantity";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public override Topic Topic => Topic.Quantity;

    /// <inheritdoc/>
    public static MinimumQuantity? ReadMembers(FieldReader reader)
    {
        var quantity = reader.Whole("quantity", 1, MaxQuantity);
        var of = reader.OptionalChoice<MeasuredOver>("of") ?? MeasuredOver.Cart;
        return quantity is { } minimum ? new MinimumQuantity(minimum, of) : null;
    }

    /// <inheritdoc/>
    public override bool IsMet(in OrderContext order) => order.Quantity(Of) >= Quantity;

    /// <inheritdoc/>
    public override string Describe(Phrases phrases, Currency currency) =>
        phrases.Count(Of == MeasuredOver.Cart ? "minimum-quantity.term" : "minimum-quantity.eligible-term", Quantity);

    /// <inheritdoc/>
    protected override Reason Refuse(in OrderContext order)
    {
        var actual = order.Quantity(Of);
        return new(
            RefusalCodes.MinimumQuantity,
            order.Phrases.Count(
                Of == MeasuredOver.Cart ? "minimum-quantity.refusal" : "minimum-quantity.eligible-refusal",
                Quantity - actual,
                ("code", order.Code.Value),
                ("scope", order.AppliesTo.Describe(order.Phrases))),
            Facts.None.With("required", Quantity).With("actual", actual).With("missing", Quantity - actual));
    }

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("quantity", Quantity);
        writer.WriteString("of", Vocabulary<MeasuredOver>.Words[Of]);
    }
}
