using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>Applies a policy to gathered facts. The same facts and the same policy give the same decision, whenever it is asked.</summary>
public static class DecideClaim
{
    /// <summary>The decision of the first rule that matches, and what that rule gives.</summary>
    /// <param name="facts">All that may be used.</param>
    /// <param name="policy">The version in force.</param>
    /// <param name="now">Noted on the decision; nothing is decided by it.</param>
    public static ClaimRuling By(ClaimFacts facts, PolicyVersion policy, DateTimeOffset now)
    {
        var rule = policy.Policy.Match(facts);
        var refund = rule.Remedies.Where(remedy => remedy.IsRefund()).Select(remedy => AmountOf(remedy, facts)).Sum();
        var decision = new Decision(
            rule.Outcome,
            rule.Name,
            rule.Outcome == ClaimOutcome.Escalated ? ClaimComplexity.High : ClaimComplexity.Low,
            refund,
            facts.Currency,
            Rationale.Of(rule, facts, policy.Policy.Thresholds),
            policy.Version,
            facts.TermsVersion,
            Decision.ByPolicy,
            now);
        return new ClaimRuling(decision, rule.Remedies, rule.Reply)
        {
            Gift = rule.Remedies.Select(policy.Policy.Thresholds.GiftOf).OfType<CodeGift>().SingleOrDefault(),
        };
    }

    private static long AmountOf(PolicyRemedy remedy, ClaimFacts facts) => remedy switch
    {
        PolicyRemedy.RefundEntitlement => facts.Entitlement ?? 0,
        PolicyRemedy.RefundWithoutExpiry => facts.WithoutExpiry ?? 0,
        PolicyRemedy.Alternative or PolicyRemedy.Resend or PolicyRemedy.GoodwillCode or PolicyRemedy.RecoveryCode => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };
}
