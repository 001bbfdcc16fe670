namespace PromoFunctions.Domain.Claims;

/// <summary>One thing that must follow a claim's decision, such as the mail to the customer.</summary>
public interface IClaimDelivery
{
    /// <summary>Names it in <see cref="ClaimState.ToDeliver"/>: kebab-case, never changed.</summary>
    string Name { get; }

    /// <summary>
    /// Carries it out for the last decision, so that it cannot be lost any more when this returns. It is called again after a
    /// crash or a failure, also beside itself, and must then have one effect for a claim and <see cref="ClaimState.Decisions"/>.
    /// </summary>
    /// <param name="claim">The decided claim, with its reply.</param>
    /// <param name="content">What the helpdesk sent; null when its person was erased.</param>
    /// <param name="now">For the audit.</param>
    /// <param name="cancellationToken">Gives up; it is called again.</param>
    /// <returns>What the claim's audit says about it; null for nothing.</returns>
    Task<AuditEntry?> DeliverAsync(ClaimRecord claim, Claim? content, DateTimeOffset now, CancellationToken cancellationToken);
}
