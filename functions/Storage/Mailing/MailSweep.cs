using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Mailing;

/// <summary>Deletes what waited to be mailed for longer than a message lives: addresses and names stand no longer than needed.</summary>
public sealed class MailSweep(PromoTables tables, TimeProvider clock)
{
    /// <summary>How many days what was not sent is kept, for somebody to send a dead-lettered message again.</summary>
    public const int DaysKept = 14;

    /// <summary>Deletes the rows that are due. One request when none is.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var first = clock.GetUtcNow().UtcDateTime.AddDays(-DaysKept).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var deleted = 0;
        var due = tables.MailContents.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey lt {first}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in due.ConfigureAwait(false))
        {
            await tables.MailContents.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
            deleted++;
        }

        return deleted;
    }
}
