using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;

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
                count += await OneAsync(claim.Id, claims, policies, cancellationToken) ? 1 : 0;
            }

            after = page.Next;
        }
        while (after is not null);

        return count;
    }

    /// <summary>Fails unless the facts that were kept and the policy that is named give the decision that was kept, and the reply to it, word for word.</summary>
    /// <returns>Whether there was a decision.</returns>
    public static async Task<bool> OneAsync(ClaimId id, IClaimStore claims, IPolicyStore policies, CancellationToken cancellationToken)
    {
        if ((await claims.FindAsync(id, cancellationToken))?.State is not { Decision: not null, Facts: { } facts, Ruling: { } ruling } state)
        {
            return false;
        }

        var policy = await policies.FindAsync(ruling.Decision.PolicyVersion, cancellationToken);
        Assert.NotNull(policy);
        Assert.Equal(KeptJson.Write(ruling), KeptJson.Write(DecideClaim.By(facts, policy, ruling.Decision.DecidedAt)));
        if (state is { AgentDecision: null, Reply: { } reply } && await claims.FindContentAsync(id, cancellationToken) is { } content)
        {
            Assert.Equal(reply, WriteReply.To(content, facts, ruling, state.Remedies, state.Escalation?.Deadline));
        }

        return true;
    }
}
