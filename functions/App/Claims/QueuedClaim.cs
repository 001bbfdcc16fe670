using System.Text;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>A message of the queue, free of any queue's type.</summary>
/// <param name="Body">The claim as JSON, or the id of a kept one.</param>
/// <param name="Name">Names the message: the same for each of its deliveries.</param>
/// <param name="IsKept">Whether the body is an id.</param>
/// <param name="Delivery">Which delivery this is, from 1.</param>
public sealed record QueuedClaim(ReadOnlyMemory<byte> Body, string Name, bool IsKept, int Delivery)
{
    /// <summary>The last delivery before the queue gives a message up: <c>maxDeliveryCount</c> of the queue.</summary>
    public const int LastDelivery = 5;

    /// <summary>When the queue took it; null when that is not known.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The claim as which the message was sent again; null for a first time.</summary>
    public ClaimId? Given { get; init; }

    /// <summary>How often the claim had been sent again by then.</summary>
    public int Resubmission { get; init; }

    /// <summary>The claim that the message is about: the id that it names, or that its delivery gives it; null when a kept claim's id is none.</summary>
    public ClaimId? ClaimId => IsKept ? KeptId : ClaimBody.IdIn(Body) ?? WhenNone;

    /// <summary>The id of a claim that the message holds without one.</summary>
    public ClaimId WhenNone => Given ?? Domain.Claims.ClaimId.OfMessage(Name);

    /// <summary>The id of the kept claim that the message sends.</summary>
    public ClaimId? KeptId => IsKept && Domain.Claims.ClaimId.TryParse(Encoding.UTF8.GetString(Body.Span), out var id, out _) ? id : null;
}
