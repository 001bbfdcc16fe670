using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>Says why a rule matched.</summary>
internal static class Rationale
{
    // Told where the rule itself does not say it: why nothing better was found.
    private static readonly PolicyFact[] AboutAnOrder = Facts("entitlement", "hoursPastExpiry", "withoutExpiry", "limitLeft", "orderReturned", "priorClaims365", "goodwillStopped");
    private static readonly PolicyFact[] AboutAPromise = Facts("boundCode", "priorClaims365", "goodwillStopped");
    private static readonly PolicyFact[] AboutAComplaint = Facts("goodwillInLast90", "goodwillStopped");
    private static readonly PolicyFact[] AboutARequest = Facts("customer.ordersPlaced", "cart", "goodwillInLast90", "goodwillStopped");

    public static IReadOnlyList<string> Of(PolicyRule rule, ClaimFacts facts, PolicyThresholds thresholds)
    {
        var asked = rule.AllConditions.Select(condition => condition.Fact);
        if (rule.AllConditions.Count == 0 || DeniesWithACode(rule))
        {
            asked = WhyNothingBetter(facts.Kind).Concat(asked);
        }

        return [.. asked.Distinct().Select(fact => fact.Sentence(facts)).OfType<string>(), .. Doubt(rule, facts, thresholds), Conclusion(rule)];
    }

    /// <summary>That the rule matched for want of an amount to compare with, not because one was reached.</summary>
    private static string[] Doubt(PolicyRule rule, ClaimFacts facts, PolicyThresholds thresholds) =>
        rule.Outcome == ClaimOutcome.Escalated && rule.AllConditions.Any(condition => condition.Number is { } number && number.In(thresholds, facts.Currency) is null)
            ? [$"The policy has no amounts in {facts.Currency} to compare it with."]
            : [];

    private static PolicyFact[] WhyNothingBetter(ClaimKind kind) => kind switch
    {
        ClaimKind.MissedCode or ClaimKind.ExpiredCode or ClaimKind.RejectedCode => AboutAnOrder,
        ClaimKind.MissingCode => AboutAPromise,
        ClaimKind.Complaint => AboutAComplaint,
        ClaimKind.DiscountRequest => AboutARequest,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    private static PolicyFact[] Facts(params string[] names) => [.. names.Select(PolicyFacts.Of)];

    private static bool DeniesWithACode(PolicyRule rule) =>
        rule.Outcome == ClaimOutcome.Denied && rule.Remedies.Any(remedy => remedy.GivesCode() is not null);

    private static string Conclusion(PolicyRule rule) => rule.Outcome switch
    {
        ClaimOutcome.Approved => $"The rule “{rule.Name}” grants the claim.",
        ClaimOutcome.Denied when DeniesWithACode(rule) => $"The rule “{rule.Name}” denies the claim, and gives a code instead.",
        ClaimOutcome.Denied when rule.AllConditions.Count == 0 => "No rule of the policy grants the claim.",
        ClaimOutcome.Denied => $"The rule “{rule.Name}” denies the claim.",
        ClaimOutcome.Escalated => $"The rule “{rule.Name}” leaves the decision to a person.",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), Vocabulary<ClaimOutcome>.Words[rule.Outcome], "No such outcome."),
    };
}
