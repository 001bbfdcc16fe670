using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Takes rows by their ETags: locks them, or removes them. Rows of one partition go in one transaction.
/// Once begun it is not called off: a message locked or removed for a caller who has gone would be out of reach, or lost.
/// </summary>
internal sealed class Taking(OpenQueue queue, EntityPath path, ServiceBusReceiveMode mode)
{
    private readonly TableClient _table = path.DeadLetter ? queue.Dead : queue.Live;

    /// <summary>The messages of the rows that were got, in the rows' order.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(IReadOnlyList<MessageRow> rows)
    {
        var groups = rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        var taken = mode == ServiceBusReceiveMode.PeekLock
            ? await Task.WhenAll(groups.Select(group => LockAsync(group))).ConfigureAwait(false)
            : await Task.WhenAll(groups.Select(group => RemoveAsync(group))).ConfigureAwait(false);
        var byNumber = taken.SelectMany(messages => messages).ToDictionary(message => message.SequenceNumber);
        return [.. rows.Where(row => byNumber.ContainsKey(row.Number)).Select(row => byNumber[row.Number])];
    }

    private async Task<List<ServiceBusReceivedMessage>> LockAsync(List<MessageRow> rows)
    {
        var now = queue.Clock.Now;
        var end = now + queue.Properties.LockDuration;
        var locks = rows.Select(row => (Row: row, Token: Guid.NewGuid())).ToList();
        while (locks.Count > 0)
        {
            try
            {
                await WriteAsync(locks, end).ConfigureAwait(false);
                break;
            }
            catch (RequestFailedException lost) when (StorageFailures.IsConflict(lost))
            {
                // Another receiver has it; or we do, by an attempt whose answer was lost. Then its lock runs out by itself.
                locks.RemoveAt((lost as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0);
            }
        }

        return [.. locks.Select(item => Message(item.Row, item.Token, now, end))];
    }

    private async Task WriteAsync(List<(MessageRow Row, Guid Token)> locks, DateTimeOffset end)
    {
        if (locks.Count == 1)
        {
            await RowChanges.MergeAsync(_table, locks[0].Row, Locked(locks[0].Row, locks[0].Token, end), CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var actions = locks.Select(item => new TableTransactionAction(TableTransactionActionType.UpdateMerge, Locked(item.Row, item.Token, end), item.Row.Tag)).ToList();
        var response = await _table.SubmitTransactionAsync(actions, CancellationToken.None).ConfigureAwait(false);
        for (var i = 0; i < locks.Count; i++)
        {
            locks[i].Row.Apply((TableEntity)actions[i].Entity);
            locks[i].Row.Tag = response.Value[i].Headers.ETag.GetValueOrDefault();
        }
    }

    private static TableEntity Locked(MessageRow row, Guid token, DateTimeOffset end)
    {
        var change = row.Change();
        change[MessageRow.Lock] = token;
        change[MessageRow.LockedUntil] = end;
        change[MessageRow.Deliveries] = row.DeliveryCount + 1;
        if (row.RowState != RowState.Deferred)
        {
            // A deferred message goes back to being deferred when its lock runs out.
            change[MessageRow.State] = (int)RowState.Active;
            change[MessageRow.Visible] = end;
        }

        return change;
    }

    private async Task<List<ServiceBusReceivedMessage>> RemoveAsync(List<MessageRow> rows)
    {
        var taken = new List<ServiceBusReceivedMessage>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                var removed = path.DeadLetter
                    ? await RowChanges.DeleteAsync(queue.DeadRemovals, row, row.Tag, CancellationToken.None).ConfigureAwait(false)
                    : await RowChanges.RemoveAsync(queue, row, row.Tag, remember: true, CancellationToken.None).ConfigureAwait(false);

                // What an earlier attempt of ours may have removed is taken as ours: to lose a message would be worse than to see it twice.
                if (removed)
                {
                    var message = Message(row, Guid.Empty, queue.Clock.Now, default);
                    message.DeliveryCount++;
                    taken.Add(message);
                }
            }
            catch (RequestFailedException lost) when (StorageFailures.IsConflict(lost))
            {
                // Another receiver has it.
            }
        }

        return taken;
    }

    private ServiceBusReceivedMessage Message(MessageRow row, Guid token, DateTimeOffset now, DateTimeOffset lockedUntil)
    {
        var message = row.ToMessage(now, path);
        message.Row = row;
        message.LockTokenGuid = token;
        message.LockedUntil = lockedUntil;
        return message;
    }
}
