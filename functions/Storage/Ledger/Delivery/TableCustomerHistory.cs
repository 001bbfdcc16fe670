using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Customers' histories, as the outbox's delivery wrote them.</summary>
public sealed class TableCustomerHistory(PromoTables tables) : ICustomerHistory
{
    /// <inheritdoc/>
    public async Task<HistoryPage> ReadAsync(string customerKey, int limit, HistoryPlace? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, HistoryPage.MaxLimit);
        var from = after is null ? "" : HistoryRow.KeyOf(after);
        var rows = new List<TableEntity>();
        var query = tables.History.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {customerKey} and RowKey gt {from}"),
            maxPerPage: Math.Min(limit + 1, HistoryPage.MaxLimit),
            cancellationToken: cancellationToken);
        await foreach (var row in query.ConfigureAwait(false))
        {
            if (rows.Count == limit)
            {
                // There is one more.
                return new([.. rows.Select(HistoryRow.Read)], HistoryRow.PlaceOf(rows[^1].RowKey));
            }

            rows.Add(row);
        }

        return new([.. rows.Select(HistoryRow.Read)], null);
    }
}
