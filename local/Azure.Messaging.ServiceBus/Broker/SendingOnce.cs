using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Sends to a queue that takes a message id once within its window. A message and its claim to the id go in with one transaction,
/// not yet to be received; then the history is asked; then the message is let in, or taken out again. Why no id gets in twice: the
/// claim fails while a message of the id is in the queue, and a message leaves only after its id is in the history, so whoever
/// gets the claim and then finds nothing in the history is the first. Why none is lost: a duplicate is acknowledged only once the
/// message it repeats has been let in, if need be by the one who repeats it; and receivers let in what a dead sender left behind.
/// </summary>
internal sealed class SendingOnce(OpenQueue queue, DuplicateHistory history)
{
    // A message and its claim are two rows of the hundred that a transaction takes.
    private const int MessagesPerTransaction = 50;

    // How long a sender has for its three steps before receivers take them up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        var first = new Dictionary<string, MessageRow>(StringComparer.Ordinal);
        var keys = new List<string>(contents.Count);
        foreach (var content in contents)
        {
            var key = DuplicateHistory.KeyOf(content.MessageId ?? string.Empty);
            keys.Add(key);
            if (!first.ContainsKey(key))
            {
                first[key] = Unconfirmed(Sending.Draft(queue, content, DuplicateHistory.PartitionOf(key), key));
            }
        }

        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var groups = first.GroupBy(item => item.Value.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(MessagesPerTransaction));
        foreach (var sent in await Task.WhenAll(groups.Select(group => SendGroupAsync(group, cancellationToken))).ConfigureAwait(false))
        {
            foreach (var (key, number) in sent)
            {
                numbers[key] = number;
            }
        }

        return [.. keys.Select(key => numbers[key])];
    }

    /// <summary>Decides about a message that was stored and not yet let in; anyone may, any number of times.</summary>
    /// <returns>Whether it is in, or was.</returns>
    public async Task<bool> ConfirmAsync(MessageRow row, string key, CancellationToken cancellationToken)
    {
        if (await history.ContainsAsync(key, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RowChanges.RemoveAsync(queue, row, row.Tag, remember: false, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException conflict) when (StorageFailures.IsConflict(conflict))
            {
                // Decided by another, who saw the same history.
            }

            return false;
        }

        try
        {
            await RowChanges.MergeAsync(queue.Live, row, row.FinalState(), cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException conflict) when (StorageFailures.IsConflict(conflict))
        {
            // Let in by another, and perhaps received already.
        }

        return true;
    }

    private MessageRow Unconfirmed(MessageRow row)
    {
        row.Entity[MessageRow.State] = (int)RowState.Unconfirmed;
        row.Entity[MessageRow.Visible] = queue.Clock.Now + Patience;
        return row;
    }

    private async Task<IEnumerable<(string Key, long Number)>> SendGroupAsync(KeyValuePair<string, MessageRow>[] group, CancellationToken cancellationToken)
    {
        if (group.Length > 1)
        {
            try
            {
                var actions = group.SelectMany(item => Insertion(item.Value, item.Key, null));
                var response = await queue.Live.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < group.Length; i++)
                {
                    group[i].Value.Tag = response.Value[2 * i].Headers.ETag.GetValueOrDefault();
                }

                await Task.WhenAll(group.Select(item => ConfirmAsync(item.Value, item.Key, cancellationToken))).ConfigureAwait(false);
                return group.Select(item => (item.Key, item.Value.Number));
            }
            catch (TableTransactionFailedException conflict) when (StorageFailures.IsConflict(conflict))
            {
                // One of them is a duplicate, or they are there from an attempt whose answer was lost: one by one tells.
            }
        }

        var sent = new List<(string, long)>(group.Length);
        foreach (var (key, row) in group)
        {
            sent.Add((key, await SendOneAsync(row, key, cancellationToken).ConfigureAwait(false)));
        }

        return sent;
    }

    private async Task<long> SendOneAsync(MessageRow row, string key, CancellationToken cancellationToken)
    {
        ETag? outlived = null;
        while (true)
        {
            try
            {
                var response = await queue.Live.SubmitTransactionAsync(Insertion(row, key, outlived), cancellationToken).ConfigureAwait(false);
                row.Tag = response.Value[0].Headers.ETag.GetValueOrDefault();
                await ConfirmAsync(row, key, cancellationToken).ConfigureAwait(false);
                return row.Number;
            }
            catch (TableTransactionFailedException conflict) when (StorageFailures.IsConflict(conflict))
            {
                outlived = null;
                var claim = await RowChanges.FindClaimAsync(queue.Live, row.PartitionKey, key, cancellationToken).ConfigureAwait(false);
                if (claim is not { } other)
                {
                    // Whoever had the id has left meanwhile; or the number was taken by another message.
                    row = Unconfirmed(row.Renumbered(SequenceNumbers.Shared.Next(queue.Clock.Now, DuplicateHistory.PartitionOf(key))));
                }
                else if (other.Number == row.Number || history.IsWithinWindow(other.Accepted))
                {
                    // Our own attempt whose answer was lost, or a message that this one repeats: let in before this is acknowledged.
                    if (await RowChanges.FindAsync(queue.Live, other.Number, cancellationToken).ConfigureAwait(false) is { RowState: RowState.Unconfirmed } there)
                    {
                        await ConfirmAsync(there, key, cancellationToken).ConfigureAwait(false);
                    }

                    return other.Number;
                }
                else
                {
                    // A message older than the window still waits; its id may be given to a new one.
                    outlived = other.Tag;
                }
            }
        }
    }

    private static TableTransactionAction[] Insertion(MessageRow row, string key, ETag? outlived) =>
    [
        new(TableTransactionActionType.Add, row.Entity),
        outlived is { } tag
            ? new(TableTransactionActionType.UpdateReplace, RowChanges.Claim(row, key), tag)
            : new(TableTransactionActionType.Add, RowChanges.Claim(row, key)),
    ];
}
