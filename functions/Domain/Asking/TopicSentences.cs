using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Asking;

/// <summary>What the terms say to a topic, a sentence each.</summary>
internal static class TopicSentences
{
    /// <summary>The sentences; empty when the reasons against the code say it all.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="about">What is asked about.</param>
    /// <param name="conditions">The conditions that are an answer to the topic.</param>
    internal static IEnumerable<string> Of(Topic topic, AskedAbout about, IReadOnlyList<Condition> conditions) => topic switch
    {
        Topic.Channel => ConditionsOr("ask.channel.any", about, conditions),
        Topic.Expiry => Expiry(about, conditions),
        Topic.Minimum => ConditionsOr("ask.minimum.none", about, conditions),
        Topic.Quantity => ConditionsOr("ask.quantity.none", about, conditions),
        Topic.Products => [Scope(about), .. TermsText.Scope(about.Live.Terms, about.Phrases)],
        Topic.Customer => Customer(about, conditions),
        Topic.Combining => Combining(about),
        Topic.Usage => Usage(about),
        Topic.Value => Value(about),
        Topic.WhyNot => WhyNot(about),
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "No such topic."),
    };

    private static IEnumerable<string> Told(AskedAbout about, IEnumerable<Condition> conditions) =>
        conditions.Select(condition => condition.Describe(about.Phrases, about.Live.Terms.Currency));

    private static IEnumerable<string> ConditionsOr(string otherwise, AskedAbout about, IReadOnlyList<Condition> conditions) =>
        conditions.Count == 0 ? [Say(about, otherwise)] : Told(about, conditions);

    private static IEnumerable<string> Expiry(AskedAbout about, IReadOnlyList<Condition> conditions)
    {
        // A code that ended, or has yet to begin, says when in its refusal.
        var told = about.Standing.Any(reason => reason.Code is RefusalCodes.Expired or RefusalCodes.NotStarted);
        return told ? Told(about, conditions) : [TermsText.Period(about.Live.Terms, about.Phrases), .. Told(about, conditions)];
    }

    private static string Scope(AskedAbout about) =>
        about.Phrases.Say("ask.products", ("code", about.Live.Candidate.Code.Value), ("scope", about.Live.Terms.Discount.AppliesTo.Describe(about.Phrases)));

    private static IEnumerable<string> Customer(AskedAbout about, IReadOnlyList<Condition> conditions)
    {
        if (about.Live.Candidate.BoundTo is not null)
        {
            return [Say(about, "ask.customer.personal"), .. Told(about, conditions)];
        }

        return ConditionsOr("ask.customer.anyone", about, conditions);
    }

    private static IEnumerable<string> Combining(AskedAbout about)
    {
        var terms = about.Live.Terms;
        if (about.Other is not { } other)
        {
            return [TermsText.Combining(terms, about.Phrases)];
        }

        var together = terms.CombineWith(other.Terms);
        return [
            about.Phrases.Say(together ? "ask.combining.with" : "ask.combining.not-with", ("code", about.Live.Candidate.Code.Value), ("other", other.Candidate.Code.Value)),
            .. together ? [] : (string[])[TermsText.Combining(terms, about.Phrases)],
            .. other.Standing(null, about.Phrases).Select(reason => reason.Message),
        ];
    }

    private static IEnumerable<string> Usage(AskedAbout about)
    {
        var limits = about.Live.Campaign.Definition.Limits;
        if (about.Live.Candidate.WorksOnce)
        {
            yield return about.Phrases.Say("terms.once");
        }

        if (limits.PerCustomer is { } uses)
        {
            yield return TermsText.PerCustomer(uses, about.Live.Candidate.WorksOnce, about.Phrases);
        }
        else if (!about.Live.Candidate.WorksOnce)
        {
            yield return Say(about, "ask.usage.none");
        }

        if (about.Live.Candidate is { WorksOnce: false, Limits.Customer: > 0 and var left })
        {
            yield return about.Phrases.Count("ask.usage.left", left);
        }
    }

    private static IEnumerable<string> Value(AskedAbout about)
    {
        var terms = about.Live.Terms;
        yield return about.Phrases.Say("ask.value", ("code", about.Live.Candidate.Code.Value), ("summary", TermsText.Summary(terms, about.Phrases)));
        if (terms.Discount.Cap is { } cap)
        {
            yield return about.Phrases.Say("terms.cap", ("most", about.Phrases.Money(cap, terms.Currency)));
        }

        if (about.Applied is not null)
        {
            yield return OnThisCart(about, about.Applied);
        }
        else if (about.HasCart)
        {
            foreach (var reason in about.Reasons.Where(reason => !about.Standing.Contains(reason)))
            {
                yield return reason.Message;
            }
        }
    }

    private static IEnumerable<string> WhyNot(AskedAbout about) => about.Applied is not null
        ? [OnThisCart(about, about.Applied)]
        : [Say(about, "ask.why-not.terms"), .. TermsText.Sentences(about.Live.Terms, about.Live.Campaign.Definition.Limits, about.Live.Candidate.WorksOnce, about.Phrases)];

    private static string OnThisCart(AskedAbout about, AppliedCode applied) => about.Phrases.Say(
        "ask.value.cart",
        ("code", applied.Code.Value),
        ("amount", about.Phrases.Money(applied.Discount, about.Live.Terms.Currency)));

    private static string Say(AskedAbout about, string key) => about.Phrases.Say(key, ("code", about.Live.Candidate.Code.Value));
}
