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

    /// <summary>Everything a shopper may know of the terms, a sentence each.</summary>
    public static IReadOnlyList<string> Sentences(Terms terms, Limits limits, Phrases phrases)
    {
        var sentences = new List<string> { Summary(terms, phrases) + "." };
        if (terms.Discount.Cap is { } cap)
        {
            sentences.Add(phrases.Say("terms.cap", ("most", phrases.Money(cap, terms.Currency))));
        }

        var appliesTo = terms.Discount.AppliesTo;
        string[] excluded = [.. appliesTo.ExcludeCategories, .. appliesTo.ExcludeSkus];
        if (excluded.Length > 0)
        {
            sentences.Add(phrases.Say("terms.excludes", ("names", phrases.And(excluded))));
        }

        if (appliesTo.ExcludeSaleItems)
        {
            sentences.Add(phrases.Say("terms.sale-items"));
        }

        sentences.AddRange(terms.Conditions.Select(condition => condition.Describe(phrases, terms.Currency)));
        sentences.Add(phrases.Say(
            "terms.period",
            ("start", phrases.Instant(terms.StartsAt, terms.Zone.Info)),
            ("end", phrases.Instant(terms.EndsAt, terms.Zone.Info)),
            ("zone", terms.Zone.Name)));
        if (limits.PerCustomer is { } uses)
        {
            sentences.Add(phrases.Count("terms.per-customer", uses));
        }

        string[] classes = [.. terms.CombinesWith.Select(with => phrases.Say("class." + Vocabulary<DiscountClass>.Words[with]))];
        sentences.Add(classes.Length == 0 ? phrases.Say("terms.combines-not") : phrases.Say("terms.combines", ("classes", phrases.And(classes))));
        return sentences;
    }
}
