using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Table <c>Erasures</c>: one partition, a row for each customer whose erasure is under way; gone when it is done.</summary>
public sealed class TableErasureStore(PromoTables tables, TimeProvider clock) : IErasureStore
{
    private const string Partition = "erasing";

    /// <inheritdoc/>
    public async Task OpenAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await tables.Erasures.UpsertEntityAsync(new TableEntity(Partition, customer.Value) { ["OpenedAt"] = clock.GetUtcNow() }, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task CloseAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await tables.Erasures.DeleteEntityAsync(Partition, customer.Value, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<CustomerKey> OpenedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Erasures.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (CustomerKey.TryParse(row.RowKey, out var customer, out _))
            {
                yield return customer;
            }
        }
    }
}
