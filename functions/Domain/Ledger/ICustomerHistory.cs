namespace PromoFunctions.Domain.Ledger;

/// <summary>What happened to a customer's redemptions. Rows are added moments after the booking, and never changed.</summary>
public interface ICustomerHistory
{
    /// <summary>A page of a customer's history, the newest first.</summary>
    /// <param name="customerKey">The keyed hash of the customer as limits see it.</param>
    /// <param name="limit">The most items, from 1 to <see cref="HistoryPage.MaxLimit"/>.</param>
    /// <param name="after">Only what comes after this place; null begins with the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its bounds.</exception>
    Task<HistoryPage> ReadAsync(string customerKey, int limit, HistoryPlace? after, CancellationToken cancellationToken);
}
