using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Erasure;

/// <summary>Which erasures are under way, so that one whose process died is completed.</summary>
public interface IErasureStore
{
    /// <summary>Notes that a customer is being erased; again is no harm.</summary>
    Task OpenAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Notes that nothing is left to erase.</summary>
    Task CloseAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Keeps for good when the erasure that is under way was asked for.</summary>
    Task RememberAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>When a customer's erasure was last asked for; null when it never was. One request.</summary>
    Task<DateTimeOffset?> AskedAtAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>The customers whose erasure was opened and not closed.</summary>
    IAsyncEnumerable<CustomerKey> OpenedAsync(CancellationToken cancellationToken);
}
