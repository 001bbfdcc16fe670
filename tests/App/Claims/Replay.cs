using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Decides every claim of a store again, from what was kept with it.</summary>
internal static class Replay
{
    /// <summary>Holds every claim of a store.</summary>
    /// <param name="claims">The store.</param>
    /// <param name="policies">Where its policies are.</param>
    /// <param name="agent">Only the claims that this agent sent; null for all.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>How many were decided again.</returns>
    public static async Task<int> AllAsync(IClaimStore claims, IPolicyStore policies, string? agent, CancellationToken cancellationToken)
    {
        var count = 0;
        ClaimPlace? after = null;
        do
        {
            var page = await claims.ListAsync(new ClaimQuery(null, null, agent, null, null, ClaimQuery.MaxLimit, after), cancellationToken);
            foreach (var claim in page.Items)
            {
                count += await OneAsync(claim, policies, cancellationToken) ? 1 : 0;
            }

            after = page.Next;
        }
        while (after is not null);

        return count;
    }

    /// <summary>Fails unless the facts that were kept and the policy that is named give the decision that was kept, word for word.</summary>
    /// <returns>Whether there was a decision.</returns>
    public static async Task<bool> OneAsync(ClaimRecord claim, IPolicyStore policies, CancellationToken cancellationToken)
    {
        if (claim.State is not { Decision: not null, Facts: { } facts, Ruling: { } ruling })
        {
            return false;
        }

        var policy = await policies.FindAsync(ruling.Decision.PolicyVersion, cancellationToken);
        Assert.NotNull(policy);
        Assert.Equal(KeptJson.Write(ruling), KeptJson.Write(DecideClaim.By(facts, policy, ruling.Decision.DecidedAt)));
        return true;
    }
}
