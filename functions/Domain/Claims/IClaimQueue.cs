namespace PromoFunctions.Domain.Claims;

/// <summary>Has claims processed.</summary>
public interface IClaimQueue
{
    /// <summary>Sends a kept claim to be processed; returns once the queue has it. Sending one twice does no harm.</summary>
    Task SendAsync(ClaimId id, CancellationToken cancellationToken);
}
