using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>What a rule gives.</summary>
public enum PolicyRemedy
{
    /// <summary>What the terms at the order's time give is paid back, recorded as a retroactive redemption under the campaign's limits.</summary>
    RefundEntitlement,

    /// <summary>As <see cref="RefundEntitlement"/>, of what the code would have given without its end.</summary>
    RefundWithoutExpiry,

    /// <summary>A running code, an announced campaign, the newsletter or the loyalty programme.</summary>
    Alternative,
}

/// <summary>What a remedy needs, whatever the rule says: nobody is paid twice, nothing, or over a limit.</summary>
public static class PolicyRemedies
{
    private static readonly PolicyCondition[] ToPay = [PolicyCondition.Is("limitLeft", true), PolicyCondition.Is("alreadySettled", false)];
    private static readonly PolicyCondition[] ToRefundEntitlement = [PolicyCondition.AtLeast("entitlement", 1), .. ToPay];
    private static readonly PolicyCondition[] ToRefundWithoutExpiry = [PolicyCondition.AtLeast("withoutExpiry", 1), .. ToPay];

    /// <summary>Whether it pays something back.</summary>
    public static bool IsRefund(this PolicyRemedy remedy) => remedy is PolicyRemedy.RefundEntitlement or PolicyRemedy.RefundWithoutExpiry;

    /// <summary>The conditions that a rule with this remedy has beside its own.</summary>
    internal static IReadOnlyList<PolicyCondition> Needs(this PolicyRemedy remedy) => remedy switch
    {
        PolicyRemedy.RefundEntitlement => ToRefundEntitlement,
        PolicyRemedy.RefundWithoutExpiry => ToRefundWithoutExpiry,
        PolicyRemedy.Alternative => [],
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    /// <summary>Why a rule cannot give these remedies with its outcome, as a sentence without its subject; null when it can.</summary>
    internal static string? Problem(IReadOnlyList<PolicyRemedy> remedies, ClaimOutcome outcome)
    {
        if (outcome != ClaimOutcome.Approved && remedies.Any(IsRefund))
        {
            return "must not refund anything unless the outcome is approved.";
        }

        if (remedies.Count(IsRefund) > 1 || remedies.Distinct().Count() < remedies.Count)
        {
            return "must not give a remedy twice, nor refund twice.";
        }

        return outcome switch
        {
            ClaimOutcome.Approved when remedies.Count == 0 => "must name what an approved claim gets.",
            ClaimOutcome.Denied when remedies.Count == 0 => $"must offer a way on, such as {Vocabulary<PolicyRemedy>.Words[PolicyRemedy.Alternative]}.",
            _ => null,
        };
    }
}
