using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>
/// Table <c>Erasures</c>: in one partition a row for each customer whose erasure is under way, gone when it is done; in another, for good, when a
/// customer's erasure was last asked for, so that what was sent before and is read after is not kept. Neither names anybody.
/// </summary>
public sealed class TableErasureStore(PromoTables tables, TimeProvider clock) : IErasureStore
{
    private const string Partition = "erasing";
    private const string Asked = "asked";
    private const string At = "OpenedAt";

    /// <inheritdoc/>
    public Task OpenAsync(CustomerKey customer, CancellationToken cancellationToken) => WriteAsync(Partition, customer, clock.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public async Task RememberAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        if ((await tables.Erasures.FindAsync(Partition, customer.Value, cancellationToken).ConfigureAwait(false))?.GetDateTimeOffset(At) is { } askedAt)
        {
            await WriteAsync(Asked, customer, askedAt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> AskedAtAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        (await tables.Erasures.FindAsync(Asked, customer.Value, cancellationToken).ConfigureAwait(false))?.GetDateTimeOffset(At);

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

    private async Task WriteAsync(string partition, CustomerKey customer, DateTimeOffset at, CancellationToken cancellationToken) =>
        await tables.Erasures.UpsertEntityAsync(new TableEntity(partition, customer.Value) { [At] = at }, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
}
