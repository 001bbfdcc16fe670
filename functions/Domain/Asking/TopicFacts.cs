using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Asking;

/// <summary>The values behind an answer, beside the conditions and the reasons that carry their own.</summary>
internal static class TopicFacts
{
    internal static Facts Of(Topic topic, AskedAbout about)
    {
        var terms = about.Live.Terms;
        var facts = Facts.None.With("code", about.Live.Candidate.Code.Value).With("status", about.Live.Status);
        return topic switch
        {
            Topic.Channel or Topic.Quantity or Topic.Customer => facts,
            Topic.Minimum => facts.With("currency", terms.Currency.Code),
            Topic.Expiry => facts
                .With("startsAt", terms.StartsAt)
                .With("endsAt", terms.EndsAt)
                .With("timeZone", terms.Zone.Name),
            Topic.Products => Products(facts, terms.Discount.AppliesTo),
            Topic.Combining => Combining(facts, about),
            Topic.Usage => Usage(facts, about),
            Topic.Value => Value(facts.With("summary", TermsText.Summary(terms, about.Phrases)).With("currency", terms.Currency.Code), about),
            Topic.WhyNot => Value(facts, about),
            _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "No such topic."),
        };
    }

    private static Facts Products(Facts facts, AppliesTo appliesTo) => facts
        .With("target", Word(appliesTo.Target))
        .With("categories", appliesTo.Categories)
        .With("skus", appliesTo.Skus)
        .With("excludeCategories", appliesTo.ExcludeCategories)
        .With("excludeSkus", appliesTo.ExcludeSkus)
        .With("excludeSaleItems", appliesTo.ExcludeSaleItems);

    private static Facts Combining(Facts facts, AskedAbout about)
    {
        var terms = about.Live.Terms;
        var combining = facts
            .With("class", Word(terms.Discount.Class))
            .With("combinesWith", [.. terms.CombinesWith.Select(Word)]);
        return about.Other is { } other
            ? combining.With("with", [other.Candidate.Code.Value]).With("combines", terms.CombineWith(other.Terms))
            : combining;
    }

    private static Facts Usage(Facts facts, AskedAbout about)
    {
        if (about.Live.Campaign.Definition.Limits.PerCustomer is { } perCustomer)
        {
            facts = facts.With("perCustomer", perCustomer);
        }

        if (about.Live.Candidate.WorksOnce)
        {
            facts = facts.With("uses", 1);
        }

        return about.Live.Candidate.Limits?.Customer is { } left ? facts.With("left", left) : facts;
    }

    private static Facts Value(Facts facts, AskedAbout about)
    {
        if (!about.HasCart)
        {
            return facts;
        }

        var applies = facts.With("applies", about.Applied is not null);
        return about.Applied is { } applied ? applies.With("discount", applied.Discount) : applies;
    }

    private static string Word(DiscountClass discountClass) => Vocabulary<DiscountClass>.Words[discountClass];
}
