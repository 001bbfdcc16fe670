using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>Where codes stood at the ends of days: partitions <c>codes|day</c> of table <c>Rollups</c>, a row a campaign. Insert only.</summary>
internal sealed class KeptStandings(TableClient table)
{
    /// <summary>Rows of a transaction: one may be long.</summary>
    private const int MostRows = 20;

    /// <summary>Keeps a day. The first to write a campaign's row decides what it says; the mark comes last, so that a day that was cut short does not count.</summary>
    public async Task KeepAsync(string day, IReadOnlyList<CodesStanding> standings, CancellationToken cancellationToken)
    {
        // Ends: each turn either writes, or finds that somebody else has written.
        while (await ReadRowsAsync(day, cancellationToken).ConfigureAwait(false) is var kept && !kept.ContainsKey(BookRow.Mark))
        {
            var written = WriteResult.Written;
            foreach (var chunk in standings.Where(standing => !kept.ContainsKey(standing.CampaignId)).Chunk(MostRows))
            {
                var actions = chunk.Select(standing => new TableTransactionAction(TableTransactionActionType.Add, BookRow.OfStanding(day, standing))).ToList();
                written = (await table.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false)).Result;
                if (written != WriteResult.Written)
                {
                    break;
                }
            }

            if (written == WriteResult.Written)
            {
                await table.TryInsertAsync(new TableEntity(BookRow.Codes + day, BookRow.Mark), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A day as it was kept; null when it was not, or not whole.</summary>
    public async Task<IReadOnlyList<CodesStanding>?> ReadAsync(string day, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(day, cancellationToken).ConfigureAwait(false);
        return rows.Remove(BookRow.Mark) ? [.. rows.Values.Select(BookRow.ReadStanding)] : null;
    }

    private async Task<Dictionary<string, TableEntity>> ReadRowsAsync(string day, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        var partition = BookRow.Codes + day;
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows[row.RowKey] = row;
        }

        return rows;
    }
}
