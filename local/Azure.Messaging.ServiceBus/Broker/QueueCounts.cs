using Azure.Data.Tables;
using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>Counts a queue's rows.</summary>
internal static class QueueCounts
{
    private static readonly string[] Columns = ["RowKey", MessageRow.State, MessageRow.Visible, MessageRow.BodyLength, MessageRow.PropertiesLength];

    public static async Task<QueueRuntimeProperties> ReadAsync(TableServiceClient tables, QueueDescription queue, StorageClock clock, CancellationToken cancellationToken)
    {
        var counts = new QueueRuntimeProperties(queue.Name) { CreatedAt = queue.CreatedAt, UpdatedAt = queue.UpdatedAt, AccessedAt = clock.Now };
        await foreach (var row in Rows(tables, queue.LiveTable, cancellationToken).ConfigureAwait(false))
        {
            switch ((RowState)row.GetInt32(MessageRow.State).GetValueOrDefault())
            {
                case RowState.Scheduled when row.GetDateTimeOffset(MessageRow.Visible) > clock.Now:
                    counts.ScheduledMessageCount++;
                    break;
                case RowState.Active or RowState.Deferred or RowState.Scheduled:
                    counts.ActiveMessageCount++;
                    break;
                case RowState.DeadLettering:
                    counts.DeadLetterMessageCount++;
                    break;
                case RowState.Unconfirmed or RowState.Arriving:
                    continue;
            }

            counts.SizeInBytes += Size(row);
        }

        await foreach (var row in Rows(tables, queue.DeadLetterTable, cancellationToken).ConfigureAwait(false))
        {
            // One that is arriving has just been counted where it comes from, or is there again at the next count.
            if ((RowState)row.GetInt32(MessageRow.State).GetValueOrDefault() != RowState.Arriving)
            {
                counts.DeadLetterMessageCount++;
                counts.SizeInBytes += Size(row);
            }
        }

        counts.TotalMessageCount = counts.ActiveMessageCount + counts.ScheduledMessageCount + counts.DeadLetterMessageCount;
        return counts;
    }

    private static AsyncPageable<TableEntity> Rows(TableServiceClient tables, string table, CancellationToken cancellationToken) =>
        tables.GetTableClient(table).QueryAsync<TableEntity>("RowKey ge 'm' and RowKey lt 'n'", select: Columns, cancellationToken: cancellationToken);

    private static long Size(TableEntity row) =>
        (long)row.GetInt32(MessageRow.BodyLength).GetValueOrDefault() + row.GetInt32(MessageRow.PropertiesLength).GetValueOrDefault();
}
