using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Domain.Claims.Backtesting;

/// <summary>A past claim under the policy that decided it, and under another.</summary>
/// <param name="Place">Which claim.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Currency">ISO 4217 code of both amounts.</param>
/// <param name="PolicyVersion">The policy that decided it.</param>
/// <param name="Was">What that policy decided; where a person decided afterwards, what the policy had passed on.</param>
/// <param name="Would">What the other policy decides on the same facts.</param>
public sealed record Comparison(ClaimPlace Place, ClaimKind Kind, string Currency, int PolicyVersion, Verdict Was, Verdict Would)
{
    /// <summary>Whether it would be decided otherwise.</summary>
    public bool Differs => !Was.IsAs(Would);

    /// <summary>Compares; null for a claim that no policy has decided: it is still queued, or it failed.</summary>
    /// <param name="claim">The claim, with the facts that were kept with it.</param>
    /// <param name="policy">The other policy.</param>
    public static Comparison? Of(ArchivedClaim claim, Policy policy)
    {
        if (claim.State is { Status: ClaimStatus.Queued or ClaimStatus.Failed } or not { Facts: not null, Ruling: not null })
        {
            return null;
        }

        var (facts, ruling) = (claim.State.Facts, claim.State.Ruling);

        // Nothing is decided by the version's number and time: it is in force nowhere.
        var would = DecideClaim.By(facts, new PolicyVersion(0, claim.Place.ReceivedAt, policy), claim.Place.ReceivedAt);
        return new(claim.Place, facts.Kind, facts.Currency, ruling.Decision.PolicyVersion, Verdict.Of(ruling), Verdict.Of(would));
    }
}
