using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>Where the books stand: partition <c>progress</c> of table <c>Rollups</c>. Days only go forward.</summary>
internal sealed class BookMarks(TableClient table)
{
    private const string Partition = "progress";
    private const string Day = nameof(Day);
    private const string First = "first";
    private const string Closed = "closed";
    private const string Counted = "counted";

    public async Task<BookProgress> ReadAsync(CancellationToken cancellationToken)
    {
        var days = new Dictionary<string, string?>(StringComparer.Ordinal);
        var rows = table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            days[row.RowKey] = row.GetString(Day);
        }

        return new(days.GetValueOrDefault(First), days.GetValueOrDefault(Closed), days.GetValueOrDefault(Counted));
    }

    /// <summary>Keeps the first day of the books, once.</summary>
    public Task BeginAsync(string day, CancellationToken cancellationToken) => AdvanceAsync(First, day, once: true, cancellationToken);

    public Task CloseAsync(string day, CancellationToken cancellationToken) => AdvanceAsync(Closed, day, once: false, cancellationToken);

    public Task CountAsync(string day, CancellationToken cancellationToken) => AdvanceAsync(Counted, day, once: false, cancellationToken);

    private async Task AdvanceAsync(string mark, string day, bool once, CancellationToken cancellationToken)
    {
        // Ends: each turn either writes, or finds that somebody else has gone forward.
        while (true)
        {
            var row = new TableEntity(Partition, mark) { [Day] = day };
            var standing = await table.FindAsync(Partition, mark, cancellationToken).ConfigureAwait(false);
            if (standing is not null && (once || string.CompareOrdinal(standing.GetString(Day), day) >= 0))
            {
                return;
            }

            var result = standing is null
                ? await table.TryInsertAsync(row, cancellationToken).ConfigureAwait(false)
                : await table.TryReplaceAsync(row, standing.ETag, cancellationToken).ConfigureAwait(false);
            if (result == WriteResult.Unknown)
            {
                throw new IOException("The books did not answer.");
            }
        }
    }
}
