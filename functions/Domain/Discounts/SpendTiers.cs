using System.Text.Json;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>
/// The more is spent on what it applies to, the more it gives: with 5% from 50.00 and 10% from 100.00, goods of 99.99 get
/// 5.00 and goods of 100.00 get 10.00. Like a condition, a tier looks at the goods before any discount; what it gives is
/// taken of what earlier discounts left.
/// </summary>
/// <param name="Tiers">1 to 20, each with a larger minimum than the one before.</param>
/// <param name="AppliesTo">What it is taken off; with shipping as its target, the goods named reach the tier.</param>
public sealed record SpendTiers(IReadOnlyList<SpendTier> Tiers, AppliesTo AppliesTo) : Discount(AppliesTo), IRule<SpendTiers>
{
    private const int MaxTiers = 20;

    /// <inheritdoc/>
    public static string RuleKind => "spend-tiers";

    /// <inheritdoc/>
    public override string Kind => RuleKind;

    /// <inheritdoc/>
    public static SpendTiers? ReadMembers(FieldReader reader)
    {
        var tiers = reader.Objects("tiers", MaxTiers, SpendTier.Read, minItems: 1);
        var appliesTo = DiscountMembers.AppliesTo(reader);
        for (var i = 1; i < (tiers?.Count ?? 0); i++)
        {
            if (tiers is not null && tiers[i].Minimum <= tiers[i - 1].Minimum)
            {
                reader.Refuse("tiers", i, "must have a larger minimum than the tier before it.");
            }
        }

        return tiers is not null && appliesTo is not null ? new SpendTiers(tiers, appliesTo) : null;
    }

    /// <inheritdoc/>
    public override Reduction TakeOff(Basket basket)
    {
        long goods = 0;
        foreach (var line in basket.Cart.Lines)
        {
            goods += AppliesTo.Covers(line) ? line.Total : 0;
        }

        var covered = basket.Cover(AppliesTo);
        var reached = Tiers.LastOrDefault(tier => goods >= tier.Minimum);
        return reached is null ? Reduction.None : covered.TakeOff(reached.On(covered.Total));
    }

    /// <inheritdoc/>
    internal override long LeastOn(long goods)
    {
        // From the tier that is reached at least; a later one may give less.
        var first = Math.Max(0, Tiers.Count(tier => tier.Minimum <= goods) - 1);
        return Tiers.Skip(first).Min(tier => Math.Max(1, Math.Min(tier.On(Math.Max(goods, tier.Minimum)), Math.Max(goods, tier.Minimum))));
    }

    /// <inheritdoc/>
    public override Condition Asks =>
        new MinimumSubtotal(Tiers[0].Minimum, AppliesTo.CoversEverything ? MeasuredOver.Cart : MeasuredOver.Eligible);

    /// <inheritdoc/>
    public override string Summarize(Phrases phrases, Currency currency, string scope) => string.Join(
        "; ",
        Tiers.Select(tier => phrases.Say(
            "spend-tiers.summary",
            ("gives", tier.Percent is { } percent
                ? phrases.Say("spend-tiers.percent", ("percent", phrases.Percent(percent)))
                : phrases.Money(tier.Amount ?? 0, currency)),
            ("scope", scope),
            ("minimum", phrases.Money(tier.Minimum, currency)))));

    /// <inheritdoc/>
    public bool Equals(SpendTiers? other) => other is not null && AppliesTo == other.AppliesTo && Tiers.SequenceEqual(other.Tiers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AppliesTo, Tiers.Count);

    /// <inheritdoc/>
    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tiers");
        foreach (var tier in Tiers)
        {
            tier.Write(writer);
        }

        writer.WriteEndArray();
    }
}
