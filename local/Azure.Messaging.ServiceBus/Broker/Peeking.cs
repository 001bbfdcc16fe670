using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>Reads messages in the order of their numbers, whatever their state, and leaves them as they are.</summary>
internal static class Peeking
{
    private const int RowsPerAnswer = 1000;

    public static async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(OpenQueue queue, EntityPath path, int max, long from, CancellationToken cancellationToken)
    {
        var table = path.DeadLetter ? queue.Dead : queue.Live;
        var key = MessageRow.Key(Math.Max(0, from));
        var (rows, complete) = await FirstAsync(table, TableClient.CreateQueryFilter($"RowKey ge {key} and RowKey lt 'n'"), RowsPerAnswer, cancellationToken).ConfigureAwait(false);
        if (!complete)
        {
            // Rows come by partition first, so the lowest numbers of all are among the lowest of each.
            rows.Clear();
            for (var partition = 0; partition < SequenceNumbers.Partitions; partition++)
            {
                var name = MessageRow.Partition(partition);
                var filter = TableClient.CreateQueryFilter($"PartitionKey eq {name} and RowKey ge {key} and RowKey lt 'n'");
                rows.AddRange((await FirstAsync(table, filter, max, cancellationToken).ConfigureAwait(false)).Rows);
            }
        }

        var now = queue.Clock.Now;
        return [.. rows.OrderBy(row => row.Number).Take(max).Select(row => row.ToMessage(now, path))];
    }

    private static async Task<(List<MessageRow> Rows, bool Complete)> FirstAsync(TableClient table, string filter, int max, CancellationToken cancellationToken)
    {
        var rows = new List<MessageRow>();
        var query = table.QueryAsync<TableEntity>(filter, Math.Min(max, RowsPerAnswer), cancellationToken: cancellationToken);
        await foreach (var entity in query.ConfigureAwait(false))
        {
            var row = new MessageRow(entity);
            if (row.RowState is RowState.Active or RowState.Deferred or RowState.Scheduled)
            {
                if (rows.Count == max)
                {
                    return (rows, false);
                }

                rows.Add(row);
            }
        }

        return (rows, true);
    }
}
