using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Tells the shop's own systems of a decision, so that they can pay or post it.</summary>
public sealed class PublishDecision(IClaimEvents events) : IClaimDelivery
{
    /// <inheritdoc/>
    public string Name => "event";

    /// <inheritdoc/>
    public async Task<AuditEntry?> DeliverAsync(ClaimRecord claim, Claim? content, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (claim.State.Decision is { } decision)
        {
            await events.PublishAsync(ClaimEvent.Of(claim, decision, content?.Order?.Id), cancellationToken).ConfigureAwait(false);
            PromoTelemetry.Decided(claim);
        }

        return null;
    }
}
