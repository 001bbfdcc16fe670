using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Asking;

/// <summary>An answer, and what it was made from.</summary>
/// <param name="Topic">What was asked.</param>
/// <param name="Text">One or more sentences.</param>
/// <param name="Facts">The values behind them.</param>
/// <param name="Conditions">The terms that matter to the topic.</param>
/// <param name="Reasons">What of the topic stands against the code; all that stands against it when asked why not.</param>
public sealed record QuestionAnswer(
    Topic Topic,
    string Text,
    Facts Facts,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<Reason> Reasons);

/// <summary>Answers a placed question from the live terms, and from nothing else. Pure.</summary>
public static class AnswerQuestion
{
    /// <summary>
    /// The answer: why the code does not work now, when it does not; what its terms say to the topic; and what of that the
    /// cart and the customer fail, when they were sent.
    /// </summary>
    public static QuestionAnswer About(Topic topic, AskedAbout about)
    {
        var conditions = topic == Topic.WhyNot
            ? about.Live.Conditions.ToList()
            : about.Live.Conditions.Where(condition => condition.Topic == topic).ToList();
        var reasons = topic == Topic.WhyNot
            ? about.Reasons
            : [.. about.Reasons.Where(reason => ReasonTopics.TopicOf(reason.Code) == topic)];
        var terms = TopicSentences.Of(topic, about, conditions);
        var text = new List<string>();
        if (topic == Topic.WhyNot && reasons.Count > 0)
        {
            text.AddRange(Messages(reasons));
        }
        else
        {
            text.AddRange(Messages(about.Standing));
            text.AddRange(terms.Select((sentence, index) => index == 0 ? Named(sentence, about) : sentence));
            text.AddRange(Messages(reasons).Where(message => !text.Contains(message)).ToList());
            if (MetByTheCart(topic, about, conditions))
            {
                text.Add(about.Phrases.Say("ask.met"));
            }
        }

        return new QuestionAnswer(topic, string.Join(' ', text), TopicFacts.Of(topic, about), conditions, reasons);
    }

    /// <summary>The sentence with the code's name where it begins with a pronoun, as those of terms do.</summary>
    private static string Named(string sentence, AskedAbout about)
    {
        var pronoun = about.Phrases.Say("terms.pronoun") + " ";
        return sentence.StartsWith(pronoun, StringComparison.Ordinal)
            ? $"{about.Live.Candidate.Code.Value} {sentence[pronoun.Length..]}"
            : sentence;
    }

    /// <summary>Whether the cart meets conditions of which it can be said; money in another currency compares with nothing.</summary>
    private static bool MetByTheCart(Topic topic, AskedAbout about, List<Condition> conditions) =>
        about.HasCart
        && topic is Topic.Channel or Topic.Minimum or Topic.Quantity
        && conditions.Count > 0
        && !about.Reasons.Any(reason => reason.Code == RefusalCodes.Currency || ReasonTopics.TopicOf(reason.Code) == topic);

    private static IEnumerable<string> Messages(IEnumerable<Reason> reasons) => reasons.Select(reason => reason.Message);
}
