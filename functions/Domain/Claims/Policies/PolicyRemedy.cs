using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
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

    /// <summary>The personal code that the customer was promised is sent again.</summary>
    Resend,

    /// <summary>A new personal code of <c>goodwillPercent</c> for <c>goodwillDays</c>, at most one such or recovery code in 90 days.</summary>
    GoodwillCode,

    /// <summary>A new personal code of <c>recoveryPercent</c> for <c>recoveryDays</c>, at most one such or goodwill code in 90 days.</summary>
    RecoveryCode,
}

/// <summary>What a remedy needs, whatever the rule says: nobody is paid twice, nothing, over a limit or for what was
/// given back, and nobody gets a second code within 90 days.</summary>
public static class PolicyRemedies
{
    private static readonly PolicyCondition[] ToPay = [PolicyCondition.Is("limitLeft", true), PolicyCondition.Is("alreadySettled", false), PolicyCondition.Is("orderReturned", false)];
    private static readonly PolicyCondition[] ToRefundEntitlement = [PolicyCondition.AtLeast("entitlement", 1), .. ToPay];
    private static readonly PolicyCondition[] ToRefundWithoutExpiry = [PolicyCondition.AtLeast("withoutExpiry", 1), .. ToPay];
    private static readonly PolicyCondition[] ToResend = [PolicyCondition.Is("boundCode", true)];
    private static readonly PolicyCondition[] ToGiveCode = [PolicyCondition.Is("goodwillInLast90", false), PolicyCondition.Is("goodwillStopped", false)];

    /// <summary>Whether it pays something back.</summary>
    public static bool IsRefund(this PolicyRemedy remedy) => remedy is PolicyRemedy.RefundEntitlement or PolicyRemedy.RefundWithoutExpiry;

    /// <summary>Which code it gives; null when it gives none that is new.</summary>
    public static CodeGiftKind? GivesCode(this PolicyRemedy remedy) => remedy switch
    {
        PolicyRemedy.GoodwillCode => CodeGiftKind.Goodwill,
        PolicyRemedy.RecoveryCode => CodeGiftKind.Recovery,
        PolicyRemedy.RefundEntitlement or PolicyRemedy.RefundWithoutExpiry or PolicyRemedy.Alternative or PolicyRemedy.Resend => null,
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    /// <summary>The conditions that a rule with this remedy has beside its own.</summary>
    internal static IReadOnlyList<PolicyCondition> Needs(this PolicyRemedy remedy) => remedy switch
    {
        PolicyRemedy.RefundEntitlement => ToRefundEntitlement,
        PolicyRemedy.RefundWithoutExpiry => ToRefundWithoutExpiry,
        PolicyRemedy.Alternative => [],
        PolicyRemedy.Resend => ToResend,
        PolicyRemedy.GoodwillCode or PolicyRemedy.RecoveryCode => ToGiveCode,
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    /// <summary>Why a rule cannot give these remedies with its outcome, as a sentence without its subject; null when it can.</summary>
    internal static string? Problem(IReadOnlyList<PolicyRemedy> remedies, ClaimOutcome outcome)
    {
        if (outcome != ClaimOutcome.Approved && remedies.Any(IsRefund))
        {
            return "must not refund anything unless the outcome is approved.";
        }

        if (remedies.Distinct().Count() < remedies.Count || remedies.Count(remedy => remedy != PolicyRemedy.Alternative) > 1)
        {
            return "must not give a remedy twice, nor more than one beside alternative.";
        }

        if (outcome == ClaimOutcome.Escalated && remedies.Any(remedy => remedy != PolicyRemedy.Alternative))
        {
            return "must not give anything but alternative while a person is to decide.";
        }

        return outcome switch
        {
            ClaimOutcome.Approved when remedies.Count == 0 => "must name what an approved claim gets.",
            ClaimOutcome.Denied when remedies.Count == 0 => $"must offer a way on, such as {Vocabulary<PolicyRemedy>.Words[PolicyRemedy.Alternative]}.",
            _ => null,
        };
    }

    /// <summary>Why a rule with these remedies cannot be answered so, as a sentence without its subject; null when it can.</summary>
    internal static string? Problem(IReadOnlyList<PolicyRemedy> remedies, ReplyReason reply)
    {
        var fits = reply switch
        {
            ReplyReason.PromisedCodeFound => remedies.Contains(PolicyRemedy.Resend),
            ReplyReason.Recovery or ReplyReason.LoyalCustomer or ReplyReason.SignificantFirstPurchase or ReplyReason.FirstTimeGoodwill =>
                remedies.Any(remedy => remedy.GivesCode() is not null),
            ReplyReason.AlreadySettled or ReplyReason.OutsideClaimWindow or ReplyReason.ValidAtOrderTime or ReplyReason.ExpiredWithinGrace
                or ReplyReason.UnderReview or ReplyReason.NotGranted or ReplyReason.PotentialSystemError => true,
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "No such reply."),
        };
        return fits ? null : "must not speak of a code that the rule does not give.";
    }
}
