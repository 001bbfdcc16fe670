using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Table <c>ClaimCustomers</c>: a customer's claims in a partition of its own, the newest first, since each decision asks for them: so it reads
/// this customer's rows and no others. Written before the claim, as <see cref="ClaimIndex"/> is.
/// </summary>
internal sealed class ClaimsOfCustomers(TableClient table)
{
    /// <summary>Lists a claim.</summary>
    public async Task AddAsync(CustomerKey customer, DateTimeOffset receivedAt, ClaimId id, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(new TableEntity(customer.Value, ClaimIndexKey.RowAt(receivedAt.UtcTicks) + id.Value), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);

    /// <summary>A customer's rows, the newest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="from">Received at this instant or later.</param>
    /// <param name="to">Received before this instant.</param>
    /// <param name="after">Only what comes after this place.</param>
    /// <param name="expected">About how many rows will be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(DateTimeOffset ReceivedAt, ClaimId Id)> ReadAsync(
        CustomerKey customer,
        DateTimeOffset? from,
        DateTimeOffset? to,
        ClaimPlace? after,
        int expected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The later an instant, the lower its rows; what begins a row ends below all that the row may be.
        var above = ClaimIndexKey.RowAt((to ?? DateTimeOffset.MaxValue).UtcTicks - (to is null ? 0 : 1));
        var below = ClaimIndexKey.RowAt((from ?? DateTimeOffset.MinValue).UtcTicks - 1);
        var afterRow = after is null ? above : ClaimIndexKey.RowAt(after.ReceivedAt.UtcTicks) + after.Id.Value;
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value} and RowKey gt {(string.CompareOrdinal(afterRow, above) > 0 ? afterRow : above)} and RowKey lt {below}"),
            maxPerPage: Math.Clamp(expected, 1, 1000),
            select: [nameof(TableEntity.RowKey)],
            cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            yield return ClaimIndexKey.Read(row.RowKey);
        }
    }
}
