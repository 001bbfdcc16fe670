using Microsoft.Extensions.Logging;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.App.Claims;

/// <summary>Puts a policy into force, by which every process decides from the answer on.</summary>
public sealed class SavePolicy(IPolicyRegister register, IPolicyStore policies, TimeProvider time, ILogger<SavePolicy> logger)
{
    /// <summary>200 with the new version, 412 for a stale <c>If-Match</c>.</summary>
    public async Task<Answer> HandleAsync(string? ifMatch, Policy policy, CancellationToken cancellationToken)
    {
        // There is always a policy, so * asks for nothing.
        if (!IfMatch.TryReadNumber(ifMatch, out var expected))
        {
            return Problem.Stale("No version of the policy has that ETag.");
        }

        switch (await register.SaveAsync(policy, expected, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            case PolicySaving.Saved { Version: var saved }:
                Log.PolicyChanged(logger, saved.Version);
                return PolicyJson.Answer(saved, await policies.ListAsync(cancellationToken).ConfigureAwait(false));
            case PolicySaving.Stale:
                return Problem.Stale("The policy was changed since you read it. Read it again and repeat your change.");
            case var other:
                throw new InvalidOperationException($"No such saving: {other}.");
        }
    }
}
