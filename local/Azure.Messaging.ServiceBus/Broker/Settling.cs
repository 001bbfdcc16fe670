using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Ends or prolongs a lock. A lock is a GUID in the message's row and a time by the storage's clock: it holds as long as the row
/// has the GUID and the time has not passed. The ETag remembered from taking the row saves the reading of it; when it no longer
/// fits, the row is read and the GUID decides.
/// </summary>
internal sealed class Settling(OpenQueue queue, EntityPath path)
{
    private readonly TableClient _table = path.DeadLetter ? queue.Dead : queue.Live;

    public static ServiceBusException LockLost(EntityPath path, Exception? inner) => new(
        "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
        ServiceBusFailureReason.MessageLockLost,
        path.ToString(),
        inner);

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        async row =>
        {
            var removed = path.DeadLetter
                ? await RowChanges.DeleteAsync(queue.DeadRemovals, row, row.Tag, cancellationToken).ConfigureAwait(false)
                : await RowChanges.RemoveAsync(queue, row, row.Tag, remember: true, cancellationToken).ConfigureAwait(false);

            // While the lock holds nobody else removes it, so what an earlier attempt of ours may have removed, it has.
            if (!removed)
            {
                throw LockLost(path, null);
            }
        },
        cancellationToken);

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        async row =>
        {
            if (!path.DeadLetter && message.DeliveryCount >= queue.Properties.MaxDeliveryCount)
            {
                await DeadLettering.ExhaustedAsync(queue, row, Modified(row, properties), cancellationToken).ConfigureAwait(false);
                return;
            }

            await RowChanges.MergeAsync(_table, row, Unlocked(row, properties), cancellationToken).ConfigureAwait(false);
            Signal.Pulse();
        },
        cancellationToken);

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        row =>
        {
            var change = Unlocked(row, properties);
            change[MessageRow.State] = (int)RowState.Deferred;
            change[MessageRow.Visible] = MessageRow.Never;
            return RowChanges.MergeAsync(_table, row, change, cancellationToken);
        },
        cancellationToken);

    public Task DeadLetterAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, string? reason, string? description, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        row => DeadLettering.MoveAsync(queue, row, Modified(row, properties), reason, description, cancellationToken),
        cancellationToken);

    public Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        async row =>
        {
            var end = queue.Clock.Now + queue.Properties.LockDuration;
            var change = row.Change();
            change[MessageRow.LockedUntil] = end;
            if (row.RowState != RowState.Deferred)
            {
                change[MessageRow.Visible] = end;
            }

            await RowChanges.MergeAsync(_table, row, change, cancellationToken).ConfigureAwait(false);
            message.LockedUntil = end;
        },
        cancellationToken);

    /// <summary>Takes a receipt back that nobody has seen: it does not count as a delivery.</summary>
    public Task ReleaseAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => WhileLockedAsync(
        message,
        async row =>
        {
            var change = Unlocked(row, null);
            change[MessageRow.Deliveries] = message.DeliveryCount - 1;
            await RowChanges.MergeAsync(_table, row, change, cancellationToken).ConfigureAwait(false);
            Signal.Pulse();
        },
        cancellationToken);

    private QueueSignal Signal => path.DeadLetter ? queue.DeadSignal : queue.LiveSignal;

    private static TableEntity Unlocked(MessageRow row, IDictionary<string, object>? properties)
    {
        var change = row.Change();
        change[MessageRow.Lock] = Guid.Empty;
        change[MessageRow.LockedUntil] = MessageRow.AtOnce;
        if (row.RowState != RowState.Deferred)
        {
            change[MessageRow.State] = (int)RowState.Active;
            change[MessageRow.Visible] = MessageRow.AtOnce;
        }

        if (Modified(row, properties) is { } content)
        {
            MessageRow.PutProperties(change, content);
        }

        return change;
    }

    /// <summary>The content with application properties set; null when none are to be.</summary>
    private static MessageContent? Modified(MessageRow row, IDictionary<string, object>? properties)
    {
        if (properties is null || properties.Count == 0)
        {
            return null;
        }

        var content = row.Content();
        foreach (var (name, value) in properties)
        {
            content.ApplicationProperties[name] = value;
        }

        return content;
    }

    private async Task WhileLockedAsync(ServiceBusReceivedMessage message, Func<MessageRow, Task> act, CancellationToken cancellationToken)
    {
        var row = message.Row is { } known && queue.Clock.Now < message.LockedUntil
            ? known
            : await FindAsync(message, null, cancellationToken).ConfigureAwait(false);
        try
        {
            await act(row).ConfigureAwait(false);
        }
        catch (RequestFailedException stale) when (StorageFailures.IsConflict(stale))
        {
            row = await FindAsync(message, stale, cancellationToken).ConfigureAwait(false);
            try
            {
                await act(row).ConfigureAwait(false);
            }
            catch (RequestFailedException lost) when (StorageFailures.IsConflict(lost))
            {
                throw LockLost(path, lost);
            }
        }

        message.Row = row;
    }

    /// <exception cref="ServiceBusException">The row does not have the lock, or no longer.</exception>
    private async Task<MessageRow> FindAsync(ServiceBusReceivedMessage message, Exception? inner, CancellationToken cancellationToken)
    {
        var row = message.SequenceNumber < 0 ? null : await RowChanges.FindAsync(_table, message.SequenceNumber, cancellationToken).ConfigureAwait(false);
        return row is not null && row.LockToken == message.LockTokenGuid && queue.Clock.Now < row.LockEnd
            ? row
            : throw LockLost(path, inner);
    }
}
