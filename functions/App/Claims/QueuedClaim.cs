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
}
