namespace PromoFunctions.Domain.Ledger;

/// <summary>Tells the shop's own systems what the ledger booked.</summary>
public interface IRedemptionEvents
{
    /// <summary>
    /// Publishes a transaction; returns once it is kept. The ledger calls this at least once for every transaction, after a crash
    /// or a lost answer again with the same content, and transactions of one lane in any order.
    /// </summary>
    /// <exception cref="Exception">Any means that it may not be kept; it is published again later.</exception>
    Task PublishAsync(LaneEvents events, CancellationToken cancellationToken);
}
