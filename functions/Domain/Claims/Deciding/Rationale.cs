using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>Says why a rule matched.</summary>
internal static class Rationale
{
    // What is told when a rule matched without asking for anything: why nothing better was found.
    private static readonly PolicyFact[] OfDefault =
        [.. new[] { "entitlement", "hoursPastExpiry", "limitLeft", "priorClaims365" }.Select(PolicyFacts.Of)];

    public static IReadOnlyList<string> Of(PolicyRule rule, ClaimFacts facts)
    {
        var asked = rule.AllConditions.Count > 0 ? rule.AllConditions.Select(condition => condition.Fact) : OfDefault;
        return [.. asked.Distinct().Select(fact => fact.Sentence(facts)).OfType<string>(), Conclusion(rule)];
    }

    private static string Conclusion(PolicyRule rule) => rule.Outcome switch
    {
        ClaimOutcome.Approved => $"The rule “{rule.Name}” grants the claim.",
        ClaimOutcome.Denied when rule.AllConditions.Count == 0 => "No rule of the policy grants the claim.",
        ClaimOutcome.Denied => $"The rule “{rule.Name}” denies the claim.",
        ClaimOutcome.Escalated => $"The rule “{rule.Name}” leaves the decision to a person.",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), Vocabulary<ClaimOutcome>.Words[rule.Outcome], "No such outcome."),
    };
}
