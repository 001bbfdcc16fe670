using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Terms in plain words, made from the data.</summary>
public static class TermsText
{
    /// <summary>What terms give in a few words, such as "20% off tea" or "10% off your first order".</summary>
    public static string Summary(Terms terms, Phrases phrases)
    {
        var appliesTo = terms.Discount.AppliesTo;
        var firstOrder = appliesTo is { Target: DiscountClass.Order, Categories.Count: 0, Skus.Count: 0 } && terms.Conditions.Any(condition => condition is NewCustomer);
        return terms.Discount.Summarize(phrases, terms.Currency, firstOrder ? phrases.Say("scope.first-order") : appliesTo.Describe(phrases));
    }

    /// <summary>What terms give and what they ask, for somebody whose cart is not known: a line such as "15% off tea. It works in the app only."</summary>
    public static string SummaryWithConditions(Terms terms, Phrases phrases) =>
        terms.Conditions.Count == 0 ? Summary(terms, phrases) : string.Join(' ', [Summary(terms, phrases) + ".", .. terms.Conditions.Select(condition => condition.Describe(phrases, terms.Currency))]);

    /// <summary>Everything a shopper may know of the terms, a sentence each.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="limits">The campaign's limits, of which a shopper is told <see cref="Limits.PerCustomer"/>.</param>
    /// <param name="worksOnce">Whether they are told of a code that works once, as unique and personal ones do.</param>
    /// <param name="phrases">The language.</param>
    public static IReadOnlyList<string> Sentences(Terms terms, Limits limits, bool worksOnce, Phrases phrases)
    {
        var sentences = new List<string> { Summary(terms, phrases) + "." };
        if (terms.Discount.Cap is { } cap)
        {
            sentences.Add(phrases.Say("terms.cap", ("most", phrases.Money(cap, terms.Currency))));
        }

        sentences.AddRange(Scope(terms, phrases));
        sentences.AddRange(terms.Conditions.Select(condition => condition.Describe(phrases, terms.Currency)));
        sentences.Add(Period(terms, phrases));
        if (limits.PerCustomer is { } uses)
        {
            sentences.Add(PerCustomer(uses, worksOnce, phrases));
        }

        sentences.Add(Combining(terms, phrases));
        if (worksOnce)
        {
            sentences.Add(phrases.Say("terms.once"));
        }

        return sentences;
    }

    /// <summary>How often a customer can use a code; of codes that work once, how many of the campaign's.</summary>
    internal static string PerCustomer(int uses, bool worksOnce, Phrases phrases) =>
        phrases.Count(worksOnce ? "terms.per-customer.codes" : "terms.per-customer", uses);

    /// <summary>From when until when it works.</summary>
    internal static string Period(Terms terms, Phrases phrases) => phrases.Say(
        "terms.period",
        ("start", phrases.Instant(terms.StartsAt, terms.Zone.Info)),
        ("end", phrases.Instant(terms.EndsAt, terms.Zone.Info)),
        ("zone", terms.Zone.Name));

    /// <summary>What bounds the choice of goods beyond the summary: what a discount on shipping wants to see, and exclusions.</summary>
    internal static IEnumerable<string> Scope(Terms terms, Phrases phrases)
    {
        var appliesTo = terms.Discount.AppliesTo;
        string[] wanted = [.. appliesTo.Categories, .. appliesTo.Skus];
        if (appliesTo.Target == DiscountClass.Shipping && wanted.Length > 0)
        {
            yield return phrases.Say("terms.wants", ("names", phrases.Or(wanted)));
        }

        string[] excluded = [.. appliesTo.ExcludeCategories, .. appliesTo.ExcludeSkus];
        if (excluded.Length > 0)
        {
            yield return phrases.Say("terms.excludes", ("names", phrases.And(excluded)));
        }

        if (appliesTo.ExcludeSaleItems)
        {
            yield return phrases.Say("terms.sale-items");
        }
    }

    /// <summary>Which codes it may be used with.</summary>
    internal static string Combining(Terms terms, Phrases phrases)
    {
        string[] classes = [.. terms.CombinesWith.Select(with => phrases.Say("class." + Vocabulary<DiscountClass>.Words[with]))];
        return classes.Length == 0 ? phrases.Say("terms.combines-not") : phrases.Say("terms.combines", ("classes", phrases.And(classes)));
    }
}
