using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>One row of table <c>Rollups</c>, partition <c>post</c>: through which day reports were mailed.</summary>
public sealed class TableReportPost(PromoTables tables) : IReportPost
{
    private const string Partition = "post";
    private const string Mailed = "mailed";
    private const string Day = nameof(Day);

    /// <inheritdoc/>
    public async Task<string?> MailedThroughAsync(CancellationToken cancellationToken) =>
        (await tables.Rollups.FindAsync(Partition, Mailed, cancellationToken).ConfigureAwait(false))?.GetString(Day);

    /// <inheritdoc/>
    public async Task MarkMailedAsync(string day, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, Mailed) { [Day] = day };
        while (true)
        {
            var standing = await tables.Rollups.FindAsync(Partition, Mailed, cancellationToken).ConfigureAwait(false);
            if (standing is not null && string.CompareOrdinal(standing.GetString(Day), day) >= 0)
            {
                return;
            }

            var result = standing is null
                ? await tables.Rollups.TryInsertAsync(row, cancellationToken).ConfigureAwait(false)
                : await tables.Rollups.TryReplaceAsync(row, standing.ETag, cancellationToken).ConfigureAwait(false);
            if (result == WriteResult.Unknown)
            {
                throw new IOException("The books did not answer.");
            }
        }
    }
}
