namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>What was decided on a claim, by whom, and why. Never rewritten.</summary>
/// <param name="Outcome">For or against the customer, or passed on.</param>
/// <param name="Rule">The rule of the policy that matched.</param>
/// <param name="Complexity">High for what a person must look at.</param>
/// <param name="Amount">What is paid, in minor units of <paramref name="Currency"/>; 0 when nothing is.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Rationale">The facts that matched, in English sentences that an agent can read out.</param>
/// <param name="PolicyVersion">The policy that decided.</param>
/// <param name="TermsVersion">The version of the campaign's terms that stood when the order was placed; null without a known code or an order.</param>
/// <param name="DecidedBy"><c>policy</c>, or <c>agent:</c> and who.</param>
/// <param name="DecidedAt">When.</param>
public sealed record Decision(
    ClaimOutcome Outcome,
    string Rule,
    ClaimComplexity Complexity,
    long Amount,
    string Currency,
    IReadOnlyList<string> Rationale,
    int PolicyVersion,
    int? TermsVersion,
    string DecidedBy,
    DateTimeOffset DecidedAt)
{
    /// <summary>Who decides by the written policy.</summary>
    public const string ByPolicy = "policy";
}

/// <summary>How hard a claim is.</summary>
public enum ClaimComplexity
{
    /// <summary>Settled by the policy at once.</summary>
    Low,

    /// <summary>Passed to a person.</summary>
    High,
}
