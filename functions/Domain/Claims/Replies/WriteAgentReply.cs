using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>
/// Writes what the customer gets after a person's decision: what was decided, never the agent's own words, which are the desk's,
/// and always a way on.
/// </summary>
public static class WriteAgentReply
{
    /// <summary>The reply, in the claim's language.</summary>
    /// <param name="claim">What the customer asked for.</param>
    /// <param name="facts">What was gathered before.</param>
    /// <param name="decision">Approved or denied.</param>
    /// <param name="remedies">What is given and offered.</param>
    public static Reply To(Claim claim, ClaimFacts facts, Decision decision, IReadOnlyList<Remedy> remedies)
    {
        var sentences = ReplySentences.In(claim.Language);
        var offers = remedies.Select(sentences.Offer).OfType<string>().ToList();
        var refused = decision.Outcome == ClaimOutcome.Denied
            ? new ReplyContext(claim, facts, decision.Amount, AnswerBy: null).Refused(sentences, met: false)
            : null;
        string[] paragraphs =
        [
            sentences.Greeting(claim.Customer.FirstName),
            Body(claim, decision),
            .. refused is null ? Array.Empty<string>() : [refused],
            .. offers.Count == 0 ? Array.Empty<string>() : [sentences.Offers + "\n" + string.Join('\n', offers.Select(line => "- " + line))],
            sentences.AskAgain,
            sentences.Closing,
        ];
        return new Reply(sentences.Subject(claim.Order?.Id), string.Join("\n\n", paragraphs));
    }

    private static string Body(Claim claim, Decision decision)
    {
        var english = claim.Language == ReplyLanguage.En;
        var about = (claim.Code, claim.Order) switch
        {
            ({ } code, { } order) => english ? $"{code} and order {order.Id}" : $"{code} und der Bestellung {order.Id}",
            ({ } code, null) => code.Value,
            (null, { } order) => english ? $"order {order.Id}" : $"der Bestellung {order.Id}",
            (null, null) => null,
        };
        return english ? English(about, claim, decision) : German(about, claim, decision);
    }

    private static string English(string? about, Claim claim, Decision decision)
    {
        var looked = $"One of us has now looked personally at what you wrote{(about is null ? "" : " about " + about)}.";
        return decision switch
        {
            { Outcome: ClaimOutcome.Approved, Amount: > 0 } => $"{looked} We are glad to refund you {Phrases.English.Money(decision.Amount, claim.Currency)}.",
            { Outcome: ClaimOutcome.Approved } => $"{looked} You are right, and we are sorry for the trouble.",
            _ => $"{looked} We are sorry that we cannot grant it: we have been through all our records of it, and they give us no ground to.",
        };
    }

    private static string German(string? about, Claim claim, Decision decision)
    {
        var looked = about is null ? "Wir haben uns Ihre Nachricht jetzt persönlich angesehen." : $"Wir haben uns Ihre Nachricht zu {about} jetzt persönlich angesehen.";
        return decision switch
        {
            { Outcome: ClaimOutcome.Approved, Amount: > 0 } => $"{looked} Gern erstatten wir Ihnen {Phrases.German.Money(decision.Amount, claim.Currency)}.",
            { Outcome: ClaimOutcome.Approved } => $"{looked} Sie haben recht, und die Umstände tun uns leid.",
            _ => $"{looked} Es tut uns leid, dass wir dem nicht entsprechen können: Wir sind alle unsere Aufzeichnungen dazu durchgegangen und finden keinen Grund dafür.",
        };
    }
}
