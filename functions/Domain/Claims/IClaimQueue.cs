namespace PromoFunctions.Domain.Claims;

/// <summary>Has claims processed.</summary>
public interface IClaimQueue
{
    /// <summary>Sends a kept claim to be processed; returns once the queue has it. Sending one twice does no harm.</summary>
    Task SendAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>Sends a claim that had failed again; returns once the queue has it. Sending one twice does no harm.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="number">Its <see cref="Resubmission.Number"/>.</param>
    /// <param name="message">The message that could not be read; null for a claim that is kept.</param>
    /// <param name="cancellationToken">Gives up waiting; the queue may have it.</param>
    Task SendAgainAsync(ClaimId id, int number, ReadOnlyMemory<byte>? message, CancellationToken cancellationToken);
}
