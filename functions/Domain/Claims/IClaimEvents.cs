namespace PromoFunctions.Domain.Claims;

/// <summary>Where decisions are told.</summary>
public interface IClaimEvents
{
    /// <summary>Publishes an event; returns once it cannot be lost. The same event again has the same message id.</summary>
    Task PublishAsync(ClaimEvent told, CancellationToken cancellationToken);
}
