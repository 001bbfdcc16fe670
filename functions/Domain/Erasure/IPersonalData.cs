using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Erasure;

/// <summary>A place where rows of persons stand: what names or quotes somebody stands there alone, everything else has pseudonyms.</summary>
public interface IPersonalData
{
    /// <summary>Deletes what the place has of a customer. Goes on from wherever an earlier call broke off, and is no harm where nothing is left.</summary>
    Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken);
}
