using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>Reads, changes and removes message rows. A removal of a message on a queue that looks for duplicates leaves its id in the history.</summary>
internal static class RowChanges
{
    private const string DuplicateRow = "d";
    private const string Number = "Number";
    private const string Accepted = "Accepted";

    public static async Task<MessageRow?> FindAsync(TableClient table, long number, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            MessageRow.Partition(SequenceNumbers.PartitionOf(number)), MessageRow.Key(number), cancellationToken: cancellationToken).ConfigureAwait(false);
        return row is { HasValue: true, Value: { } value } ? new MessageRow(value) : null;
    }

    /// <summary>Merges a change into a row as it was last seen.</summary>
    /// <exception cref="RequestFailedException">412 when it has changed since, 404 when it is gone.</exception>
    public static async Task MergeAsync(TableClient table, MessageRow row, TableEntity change, CancellationToken cancellationToken)
    {
        var response = await table.UpdateEntityAsync(change, row.Tag, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
        row.Apply(change);
        row.Tag = response.Headers.ETag.GetValueOrDefault();
    }

    /// <summary>The row that says that an id is in the queue, and by which message.</summary>
    public static TableEntity Claim(MessageRow row, string duplicateKey) =>
        new(row.PartitionKey, DuplicateRow + duplicateKey) { [Number] = row.Number, [Accepted] = row.AcceptedAt };

    public static async Task<(long Number, DateTimeOffset Accepted, ETag Tag)?> FindClaimAsync(TableClient table, string partition, string duplicateKey, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, DuplicateRow + duplicateKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found is { HasValue: true, Value: { } claim }
            ? (claim.GetInt64(Number).GetValueOrDefault(), claim.GetDateTimeOffset(Accepted).GetValueOrDefault(), claim.ETag)
            : null;
    }

    /// <summary>Removes a message from the queue for good.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="row">The row.</param>
    /// <param name="tag">The ETag that it must have, or <see cref="ETag.All"/>.</param>
    /// <param name="remember">Whether its id goes into the history: not when the message itself was a duplicate.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it was there; true also when it may have been an attempt of ours that removed it.</returns>
    /// <exception cref="RequestFailedException">412 when it has changed since.</exception>
    public static async Task<bool> RemoveAsync(OpenQueue queue, MessageRow row, ETag tag, bool remember, CancellationToken cancellationToken)
    {
        if (queue.History is not { } history || row.DuplicateKey is not { } key)
        {
            return await DeleteAsync(queue.LiveRemovals, row, tag, cancellationToken).ConfigureAwait(false);
        }

        if (remember)
        {
            await history.RecordAsync(key, row.AcceptedAt, cancellationToken).ConfigureAwait(false);
        }

        var claimTag = ETag.All;
        if (!history.SurelyOwns(row.AcceptedAt))
        {
            var claim = await FindClaimAsync(queue.Live, row.PartitionKey, key, cancellationToken).ConfigureAwait(false);
            if (claim is not { } own || own.Number != row.Number)
            {
                return await DeleteAsync(queue.LiveRemovals, row, tag, cancellationToken).ConfigureAwait(false);
            }

            claimTag = own.Tag;
        }

        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.Delete, row.Change(), tag),
            new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, DuplicateRow + key), claimTag),
        ];
        var outcome = await queue.LiveRemovals.SubmitAsync(row.PartitionKey, actions, cancellationToken).ConfigureAwait(false);
        return outcome is { Failure: not null, Index: 1 }
            ? await DeleteAsync(queue.LiveRemovals, row, tag, cancellationToken).ConfigureAwait(false) // The id has gone to a newer message meanwhile.
            : WasThere(outcome);
    }

    /// <summary>Removes a message's row alone.</summary>
    /// <returns>Whether it was there; true also when it may have been an attempt of ours that removed it.</returns>
    /// <exception cref="RequestFailedException">412 when it has changed since.</exception>
    public static async Task<bool> DeleteAsync(GroupedRemovals removals, MessageRow row, ETag tag, CancellationToken cancellationToken) =>
        WasThere(await removals.SubmitAsync(row.PartitionKey, [new(TableTransactionActionType.Delete, row.Change(), tag)], cancellationToken).ConfigureAwait(false));

    private static bool WasThere(GroupedRemovals.Outcome outcome) => outcome.Failure switch
    {
        null => true,
        { Status: 404 } => outcome.Repeated,
        var changed => throw changed,
    };
}
