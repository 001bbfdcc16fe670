using System.Text.Json;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Discounts;

/// <summary>What a campaign gives. Each kind is a sealed record in a file of its own. Amounts are in the campaign's currency.</summary>
/// <param name="AppliesTo">What it is taken off.</param>
public abstract record Discount(AppliesTo AppliesTo)
{
    /// <summary>The kind's name in JSON.</summary>
    public abstract string Kind { get; }

    /// <summary>When it is applied, and what it combines by.</summary>
    public DiscountClass Class => AppliesTo.Target;

    /// <summary>The most it takes off in one order, in minor units; null without a bound.</summary>
    public virtual long? Cap => null;

    /// <summary>Reads any kind of discount.</summary>
    public static Discount? Read(FieldReader reader) => RuleCatalog<Discount>.Read(reader);

    /// <summary>What it takes off a basket; no line and not shipping falls below zero.</summary>
    public abstract Reduction TakeOff(Basket basket);

    /// <summary>The sum of what <see cref="TakeOff"/> takes, without spreading it.</summary>
    public virtual long AmountOn(Basket basket) => TakeOff(basket).Total;

    /// <summary>What the kind itself asks of a cart, beside the campaign's conditions; null for nothing.</summary>
    public virtual Condition? Asks => null;

    /// <summary>
    /// No less than <see cref="AmountOn"/> before any other discount, told without a look at the lines: what it rules out need not
    /// be worked out.
    /// </summary>
    /// <param name="goods">The cart's subtotal.</param>
    /// <param name="shipping">The cart's shipping.</param>
    internal virtual long MostOn(long goods, long shipping) => Math.Min(Class == DiscountClass.Shipping ? shipping : goods, Cap ?? Amounts.Max);

    /// <summary>The least that it takes off any order that it takes something off, where nothing else was taken off before.</summary>
    /// <param name="goods">What the goods that it applies to come to at least, in minor units, from 1.</param>
    internal virtual long LeastOn(long goods) => 1;

    /// <summary>What it gives in a few words, such as "20% off tea".</summary>
    /// <param name="phrases">The language.</param>
    /// <param name="currency">The campaign's currency.</param>
    /// <param name="scope">What it applies to, in words.</param>
    public abstract string Summarize(Phrases phrases, Currency currency, string scope);

    /// <summary>Writes the discount as it is read.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        WriteMembers(writer);
        writer.WritePropertyName("appliesTo");
        AppliesTo.Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members beside <c>kind</c> and <c>appliesTo</c>.</summary>
    protected abstract void WriteMembers(Utf8JsonWriter writer);
}
