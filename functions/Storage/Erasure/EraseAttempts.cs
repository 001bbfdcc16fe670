using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Deletes a customer's attempts at codes, in the customer's partition and under the sessions they were made in. They name nobody, but tell of carts.</summary>
public sealed class EraseAttempts(PromoTables tables, TimeProvider clock) : IPersonalData
{
    private readonly AttemptTables _tables = new(tables);

    /// <inheritdoc/>
    public async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var today = AttemptTables.DayOf(clock.GetUtcNow());
        for (var day = AttemptTables.DayOf(clock.GetUtcNow() - IAttemptJournal.Kept); day <= today; day = day.AddDays(1))
        {
            await _tables.EraseAsync(day, customer.Value, cancellationToken).ConfigureAwait(false);
        }
    }
}
