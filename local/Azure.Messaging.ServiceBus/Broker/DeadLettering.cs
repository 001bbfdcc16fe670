namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Moves a message from its queue's table to the dead-letter table, which no transaction spans. Four steps, each of which may be
/// repeated by anyone who finds it undone:
/// 1. the row in the queue is marked, with the reason: from here on the message is never received from the queue again;
/// 2. a row with the same key goes into the dead-letter table, not yet to be received;
/// 3. the row in the queue goes;
/// 4. the row in the dead-letter table can be received.
/// A crash after 1 or 2 is taken up by the queue's receivers, one after 3 by those of the dead-letter queue. It is never lost,
/// as one of the rows is there at any time; and never received twice, as the second opens only after the first is gone.
/// </summary>
internal static class DeadLettering
{
    private const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";
    private const string TtlExpired = "TTLExpiredException";

    // How long a mover acts alone before others take its steps up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Moves a message that has been handed out as often as its queue permits.</summary>
    public static Task ExhaustedAsync(OpenQueue queue, MessageRow row, MessageContent? modified, CancellationToken cancellationToken) =>
        IfUnchangedAsync(() => MoveAsync(
            queue, row, modified, MaxDeliveryCountExceeded,
            $"Message could not be consumed after {queue.Properties.MaxDeliveryCount} delivery attempts.", cancellationToken));

    /// <summary>Moves a message that has expired, or removes it where the queue does not keep such ones.</summary>
    public static Task ExpiredAsync(OpenQueue queue, MessageRow row, CancellationToken cancellationToken) =>
        IfUnchangedAsync(() => queue.Properties.DeadLetteringOnMessageExpiration
            ? MoveAsync(queue, row, null, TtlExpired, "The message expired and was dead lettered.", cancellationToken)
            : RowChanges.RemoveAsync(queue, row, row.Tag, remember: true, cancellationToken));

    /// <summary>All steps.</summary>
    /// <exception cref="RequestFailedException">409, 412 or 404: the row has changed, and nothing was done.</exception>
    public static async Task MoveAsync(OpenQueue queue, MessageRow row, MessageContent? modified, string? reason, string? description, CancellationToken cancellationToken)
    {
        var mark = row.Change();
        mark[MessageRow.State] = (int)RowState.DeadLettering;
        mark[MessageRow.Visible] = queue.Clock.Now + Patience;
        mark[MessageRow.Lock] = Guid.Empty;
        if (reason is not null)
        {
            mark[MessageRow.Reason] = reason;
        }

        if (description is not null)
        {
            mark[MessageRow.Description] = description;
        }

        if (modified is not null)
        {
            MessageRow.PutProperties(mark, modified);
        }

        await RowChanges.MergeAsync(queue.Live, row, mark, cancellationToken).ConfigureAwait(false);
        await FinishAsync(queue, row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Steps 2 to 4 for a marked row.</summary>
    public static async Task FinishAsync(OpenQueue queue, MessageRow row, CancellationToken cancellationToken)
    {
        var copy = Copy(row, queue.Clock.Now + Patience);
        var inserted = false;
        try
        {
            var response = await queue.Dead.AddEntityAsync(copy.Entity, cancellationToken).ConfigureAwait(false);
            copy.Tag = response.Headers.ETag.GetValueOrDefault();
            inserted = true;
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            var found = await RowChanges.FindAsync(queue.Dead, row.Number, cancellationToken).ConfigureAwait(false);
            if (found is null || found.Uid != row.Uid || !await AdoptAsync(queue, found, cancellationToken).ConfigureAwait(false))
            {
                // Just received and settled there; or another message that once drew the same number, for which this one waits.
                return;
            }

            copy = found;
        }

        var removed = await RowChanges.RemoveAsync(queue, row, ETag.All, remember: true, cancellationToken).ConfigureAwait(false);
        if (!removed && inserted)
        {
            // Either another has adopted our copy, and opens it; then its ETag is another one. Or all was done while we slept,
            // before ours went in, and ours is a second copy.
            await IfUnchangedAsync(() => RowChanges.DeleteAsync(queue.DeadRemovals, copy, copy.Tag, cancellationToken)).ConfigureAwait(false);
            return;
        }

        await OpenAsync(queue, copy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is left to do about a row that was put into the dead-letter table and not opened.</summary>
    public static async Task ArriveAsync(OpenQueue queue, MessageRow copy, CancellationToken cancellationToken)
    {
        var row = await RowChanges.FindAsync(queue.Live, copy.Number, cancellationToken).ConfigureAwait(false);
        if (row is not null && row.Uid == copy.Uid)
        {
            await FinishAsync(queue, row, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await OpenAsync(queue, copy, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on with a copy that another put in; who put it in can tell by its ETag.</summary>
    private static async Task<bool> AdoptAsync(OpenQueue queue, MessageRow copy, CancellationToken cancellationToken)
    {
        if (copy.RowState != RowState.Arriving)
        {
            return false;
        }

        try
        {
            var change = copy.Change();
            change[MessageRow.Visible] = queue.Clock.Now + Patience;
            await RowChanges.MergeAsync(queue.Dead, copy, change, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException conflict) when (StorageFailures.IsConflict(conflict))
        {
            return false;
        }
    }

    private static MessageRow Copy(MessageRow row, DateTimeOffset visible)
    {
        var content = row.Content();
        if (row.DeadLetterReason is { } reason)
        {
            content.ApplicationProperties[ServiceBusReceivedMessage.DeadLetterReasonProperty] = reason;
        }

        if (row.DeadLetterDescription is { } description)
        {
            content.ApplicationProperties[ServiceBusReceivedMessage.DeadLetterErrorDescriptionProperty] = description;
        }

        var copy = row.Renumbered(row.Number);
        copy.Entity[MessageRow.State] = (int)RowState.Arriving;
        copy.Entity[MessageRow.Visible] = visible;
        copy.Entity[MessageRow.Lock] = Guid.Empty;
        copy.Entity[MessageRow.LockedUntil] = MessageRow.AtOnce;
        MessageRow.PutProperties(copy.Entity, content);
        return copy;
    }

    private static Task OpenAsync(OpenQueue queue, MessageRow copy, CancellationToken cancellationToken) => IfUnchangedAsync(async () =>
    {
        var change = copy.Change();
        change[MessageRow.State] = (int)RowState.Active;
        change[MessageRow.Visible] = MessageRow.AtOnce;
        await RowChanges.MergeAsync(queue.Dead, copy, change, cancellationToken).ConfigureAwait(false);
        queue.DeadSignal.Pulse();
    });

    private static async Task IfUnchangedAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (RequestFailedException conflict) when (StorageFailures.IsConflict(conflict))
        {
            // Another receiver was faster, and does or has done the same.
        }
    }
}
