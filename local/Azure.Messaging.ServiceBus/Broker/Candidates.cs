using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>Looks for rows whose time has come.</summary>
internal static class Candidates
{
    /// <summary>One answer's worth of rows.</summary>
    /// <param name="table">The queue's table.</param>
    /// <param name="now">The time.</param>
    /// <param name="take">How many rows an answer holds at most.</param>
    /// <param name="spread">Whether to start at a random partition.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The rows, and whether there were more.</returns>
    public static async Task<(List<MessageRow> Rows, bool More)> FindAsync(TableClient table, DateTimeOffset now, int take, bool spread, CancellationToken cancellationToken)
    {
        if (spread)
        {
            var start = MessageRow.Partition(Random.Shared.Next(SequenceNumbers.Partitions));
            var (rows, _) = await PageAsync(table, TableClient.CreateQueryFilter($"PartitionKey ge {start} and Visible le {now}"), take, cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0)
            {
                // There may be more before the start, so this is no sign of the end.
                return (rows, true);
            }
        }

        return await PageAsync(table, TableClient.CreateQueryFilter($"Visible le {now}"), take, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(List<MessageRow> Rows, bool More)> PageAsync(TableClient table, string filter, int take, CancellationToken cancellationToken)
    {
        // A table may answer with an empty page and a continuation.
        await foreach (var page in table.QueryAsync<TableEntity>(filter, take, cancellationToken: cancellationToken).AsPages().ConfigureAwait(false))
        {
            if (page.Values.Count > 0)
            {
                return ([.. page.Values.Select(entity => new MessageRow(entity))], page.ContinuationToken is not null);
            }
        }

        return ([], false);
    }
}
