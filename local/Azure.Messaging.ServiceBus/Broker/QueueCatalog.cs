using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The queues of a namespace: a row each in one table. A queue's tables are made before its row and dropped after it, so that a
/// row always has its tables; a crash between leaves tables that nothing names.
/// </summary>
internal sealed class QueueCatalog(TableServiceClient tables, BrokerConnection.Storage storage)
{
    private const string TableName = "ServiceBusQueues";

    // How late a change of properties by another process may be seen. A deletion is seen at once, by the tables' absence.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly TableClient _rows = tables.GetTableClient(TableName);
    private readonly ConcurrentDictionary<string, (OpenQueue Queue, long Read)> _known = new(StringComparer.Ordinal);

    /// <summary>The storage's time.</summary>
    public DateTimeOffset Now => storage.Clock.Now;

    /// <summary>A queue ready for use.</summary>
    /// <exception cref="ServiceBusException">There is no such queue.</exception>
    public async Task<OpenQueue> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var key = QueueDescription.Key(name);
        if (_known.TryGetValue(key, out var known) && TimeProvider.System.GetElapsedTime(known.Read) < Freshness)
        {
            return known.Queue;
        }

        var read = TimeProvider.System.GetTimestamp();
        var (description, _) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var queue = known.Queue is { } same && same.Description.Tag == description.Tag
            ? same
            : new OpenQueue(description, tables, storage.Clock, storage.Signal(description.LiveTable), storage.Signal(description.DeadLetterTable));
        _known[key] = (queue, read);
        return queue;
    }

    /// <summary>Looks the queue up anew at its next use.</summary>
    public void Forget(string name) => _known.TryRemove(QueueDescription.Key(name), out _);

    public Task<Response<QueueProperties>> CreateAsync(QueueProperties queue, CancellationToken cancellationToken) => GuardedAsync(queue.Name, async () =>
    {
        await _rows.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        if (await ReadAsync(queue.Name, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Exists(queue.Name, null);
        }

        var now = storage.Clock.Now;
        var description = new QueueDescription(queue, QueueDescription.NewTables(queue.Name), now, now, default);
        await tables.CreateTableIfNotExistsAsync(description.LiveTable, cancellationToken).ConfigureAwait(false);
        await tables.CreateTableIfNotExistsAsync(description.DeadLetterTable, cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await _rows.AddEntityAsync(description.Row(), cancellationToken).ConfigureAwait(false);
            return Response.FromValue(queue, response);
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            // Someone made it at the same time, or an attempt whose answer was lost made it: the row says whose tables count.
            if (await ReadAsync(queue.Name, cancellationToken).ConfigureAwait(false) is { } row && row.Value.Tables == description.Tables)
            {
                return Response.FromValue(queue, row.GetRawResponse());
            }

            await DropTablesAsync(description, cancellationToken).ConfigureAwait(false);
            throw Exists(queue.Name, taken);
        }
    }, cancellationToken);

    public Task<Response<QueueProperties>> GetPropertiesAsync(string name, CancellationToken cancellationToken) => GuardedAsync(name, async () =>
    {
        var (description, response) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(description.Properties, response);
    }, cancellationToken);

    public Task<Response<bool>> ExistsAsync(string name, CancellationToken cancellationToken) => GuardedAsync(name, async () =>
    {
        try
        {
            var row = await _rows.GetEntityIfExistsAsync<TableEntity>(QueueDescription.Partition, QueueDescription.Key(name), cancellationToken: cancellationToken).ConfigureAwait(false);
            return Response.FromValue(row.HasValue, row.GetRawResponse());
        }
        catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing) && missing.GetRawResponse() is { } response)
        {
            return Response.FromValue(false, response);
        }
    }, cancellationToken);

    public AsyncPageable<QueueProperties> ListAsync(CancellationToken cancellationToken) =>
        new QueuePages(_rows, cancellationToken);

    public Task<Response<QueueProperties>> UpdateAsync(QueueProperties queue, CancellationToken cancellationToken) => GuardedAsync(queue.Name, async () =>
    {
        var (description, _) = await FindAsync(queue.Name, cancellationToken).ConfigureAwait(false);
        if (description.Properties.RequiresDuplicateDetection != queue.RequiresDuplicateDetection)
        {
            throw new ServiceBusException(isTransient: false, "Whether a queue looks for duplicates cannot be changed.", queue.Name);
        }

        var changed = description with { Properties = queue, UpdatedAt = storage.Clock.Now };
        var response = await _rows.UpdateEntityAsync(changed.Row(), description.Tag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        Forget(queue.Name);
        return Response.FromValue(queue, response);
    }, cancellationToken);

    public Task<Response> DeleteAsync(string name, CancellationToken cancellationToken) => GuardedAsync(name, async () =>
    {
        var (description, _) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var response = await _rows.DeleteEntityAsync(QueueDescription.Partition, QueueDescription.Key(name), description.Tag, cancellationToken).ConfigureAwait(false);
        Forget(name);
        await DropTablesAsync(description, cancellationToken).ConfigureAwait(false);
        return response;
    }, cancellationToken);

    public Task<Response<QueueRuntimeProperties>> CountAsync(string name, CancellationToken cancellationToken) => GuardedAsync(name, async () =>
    {
        var (description, response) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var counts = await QueueCounts.ReadAsync(tables, description, storage.Clock, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(counts, response);
    }, cancellationToken);

    private static ServiceBusException Exists(string name, Exception? inner) =>
        new("A queue of that name exists already.", ServiceBusFailureReason.MessagingEntityAlreadyExists, name, inner);

    private static async Task<T> GuardedAsync<T>(string name, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception failure) when (StorageFailures.Translate(failure, name, cancellationToken) is var translated && translated != failure)
        {
            throw translated;
        }
    }

    private async Task DropTablesAsync(QueueDescription description, CancellationToken cancellationToken)
    {
        await tables.DeleteTableAsync(description.LiveTable, cancellationToken).ConfigureAwait(false);
        await tables.DeleteTableAsync(description.DeadLetterTable, cancellationToken).ConfigureAwait(false);
        if (description.Properties.RequiresDuplicateDetection)
        {
            await new DuplicateHistory(tables, description, storage.Clock).DropAsync(cancellationToken).ConfigureAwait(false);
        }

        storage.Forget(description);
    }

    private async Task<(QueueDescription Description, Response Response)> FindAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } found
            ? (found.Value, found.GetRawResponse())
            : throw new ServiceBusException("The queue could not be found.", ServiceBusFailureReason.MessagingEntityNotFound, name);

    private async Task<Response<QueueDescription>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var row = await _rows.GetEntityIfExistsAsync<TableEntity>(QueueDescription.Partition, QueueDescription.Key(name), cancellationToken: cancellationToken).ConfigureAwait(false);
            return row is { HasValue: true, Value: { } value } ? Response.FromValue(QueueDescription.Read(value), row.GetRawResponse()) : null;
        }
        catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing))
        {
            return null; // No queue has ever been made.
        }
    }

    private sealed class QueuePages(TableClient rows, CancellationToken cancellationToken) : AsyncPageable<QueueProperties>(cancellationToken)
    {
        public override async IAsyncEnumerable<Page<QueueProperties>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            var pages = rows.QueryAsync<TableEntity>(maxPerPage: pageSizeHint, cancellationToken: CancellationToken).AsPages(continuationToken).GetAsyncEnumerator(CancellationToken);
            await using var disposal = pages.ConfigureAwait(false);
            while (await MoveNextAsync(pages).ConfigureAwait(false))
            {
                var page = pages.Current;
                yield return Page<QueueProperties>.FromValues([.. page.Values.Select(row => QueueDescription.Read(row).Properties)], page.ContinuationToken, page.GetRawResponse());
            }
        }

        private static async Task<bool> MoveNextAsync(IAsyncEnumerator<Page<TableEntity>> pages)
        {
            try
            {
                return await pages.MoveNextAsync().ConfigureAwait(false);
            }
            catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing))
            {
                return false;
            }
        }
    }
}
