using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Domain.Claims.Backtesting;

/// <summary>What a policy makes of a claim: all by which two decisions are told apart.</summary>
/// <param name="Outcome">What is decided.</param>
/// <param name="Rule">The rule that matched; a rule of another name that decides and gives the same makes no difference.</param>
/// <param name="Amount">What is paid, in minor units of the claim's currency.</param>
/// <param name="Remedies">What is given.</param>
public sealed record Verdict(ClaimOutcome Outcome, string Rule, long Amount, IReadOnlyList<PolicyRemedy> Remedies)
{
    /// <summary>The code that is given; null when none is.</summary>
    public CodeGift? Gift { get; init; }

    /// <summary>The policy's part of a ruling.</summary>
    public static Verdict Of(ClaimRuling ruling) => new(ruling.Decision.Outcome, ruling.Decision.Rule, ruling.Decision.Amount, ruling.ToGive) { Gift = ruling.Gift };

    /// <summary>Whether the customer would be decided for or against in the same way, and get the same.</summary>
    public bool IsAs(Verdict other) =>
        Outcome == other.Outcome && Amount == other.Amount && Gift == other.Gift && Remedies.ToHashSet().SetEquals(other.Remedies);
}
