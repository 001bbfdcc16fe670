using Azure.Data.Tables;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>
/// Deletes a customer's personal codes, which bear the name. The row that names a code says that it is going, then the code is deleted, then the
/// row, so a repeat finds what is left; whoever issues the code at the same instant looks at that row once the code stands
/// (<see cref="PersonalCodes.LetGoWhereErasedAsync"/>), and so one of the two sees the other. An
/// order under way finds its code gone and is decided anew, and what was redeemed stands in the books under the code's pseudonym.
/// </summary>
public sealed class EraseCodes(PromoTables tables) : IPersonalData
{
    /// <inheritdoc/>
    public async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            await PersonalCodes.EraseAsync(tables, row, customer, cancellationToken).ConfigureAwait(false);
        }
    }
}
