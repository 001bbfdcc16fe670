using Azure.Data.Tables;
using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>Puts messages into a queue.</summary>
internal static class Sending
{
    private const int RowsPerTransaction = 100;

    // Where calls on a queue without duplicate detection put their messages, one partition a call, so that each call is one transaction.
    private static int _turn = Environment.TickCount & int.MaxValue;

    public static async Task<IReadOnlyList<long>> SendAsync(OpenQueue queue, IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        var status = queue.Properties.Status;
        if (status == EntityStatus.Disabled || status == EntityStatus.SendDisabled)
        {
            throw new ServiceBusException("The queue does not take messages now.", ServiceBusFailureReason.MessagingEntityDisabled, queue.Description.Name);
        }

        if (contents.Sum(MessageCodec.SizeOf) > MessageCodec.MaxMessageBytes)
        {
            throw new ServiceBusException(
                $"The messages are larger than {MessageCodec.MaxMessageBytes} bytes.", ServiceBusFailureReason.MessageSizeExceeded, queue.Description.Name);
        }

        var numbers = queue.History is { } history
            ? await new SendingOnce(queue, history).SendAsync([.. contents.Select(content => Effective(queue, content))], cancellationToken).ConfigureAwait(false)
            : await SendPlainAsync(queue, contents, cancellationToken).ConfigureAwait(false);
        queue.LiveSignal.Pulse();
        return numbers;
    }

    /// <summary>Takes scheduled messages back.</summary>
    public static async Task<bool> CancelAsync(OpenQueue queue, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        foreach (var number in numbers)
        {
            var row = number < 0 ? null : await RowChanges.FindAsync(queue.Live, number, cancellationToken).ConfigureAwait(false);
            if (row is not { RowState: RowState.Scheduled } || row.VisibleAt <= queue.Clock.Now || !await RemoveAsync(row).ConfigureAwait(false))
            {
                throw new ServiceBusException($"No message of the number {number} is scheduled.", ServiceBusFailureReason.MessageNotFound, queue.Description.Name);
            }

            async Task<bool> RemoveAsync(MessageRow found)
            {
                try
                {
                    return await RowChanges.RemoveAsync(queue, found, found.Tag, remember: true, cancellationToken).ConfigureAwait(false);
                }
                catch (RequestFailedException conflict) when (StorageFailures.IsConflict(conflict))
                {
                    return false; // It has become active and been taken.
                }
            }
        }

        return true;
    }

    /// <summary>The row of a message that is sent now.</summary>
    public static MessageRow Draft(OpenQueue queue, MessageContent content, int partition, string? duplicateKey)
    {
        var now = queue.Clock.Now;
        var enqueued = content.ScheduledEnqueueTime is { } scheduled && scheduled > now ? scheduled : now;
        return MessageRow.Draft(content, SequenceNumbers.Shared.Next(now, partition), now, enqueued, duplicateKey);
    }

    /// <summary>What is stored of a message: its id, made up when it has none, and its life, no longer than the queue's.</summary>
    private static MessageContent Effective(OpenQueue queue, MessageContent content)
    {
        var stored = content.Copy();
        stored.MessageId ??= Guid.NewGuid().ToString("N");
        var limit = queue.Properties.DefaultMessageTimeToLive;
        stored.TimeToLive = stored.TimeToLive is { } own && own < limit ? own : limit;
        return stored;
    }

    private static async Task<IReadOnlyList<long>> SendPlainAsync(OpenQueue queue, IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        var partition = (Interlocked.Increment(ref _turn) & int.MaxValue) % SequenceNumbers.Partitions;
        var rows = contents.Select(content => Draft(queue, Effective(queue, content), partition, null)).ToArray();
        for (var start = 0; start < rows.Length; start += RowsPerTransaction)
        {
            await InsertAsync(queue, new ArraySegment<MessageRow>(rows, start, Math.Min(RowsPerTransaction, rows.Length - start)), cancellationToken).ConfigureAwait(false);
        }

        return [.. rows.Select(row => row.Number)];
    }

    private static async Task InsertAsync(OpenQueue queue, ArraySegment<MessageRow> rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (rows.Count == 1)
                {
                    await queue.Live.AddEntityAsync(rows[0].Entity, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await queue.Live.SubmitTransactionAsync(
                        rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row.Entity)), cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (RequestFailedException taken) when (taken.Status == 409)
            {
                // An earlier attempt, whose answer was lost, stored them; or another process drew the same number.
                var index = (taken as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0;
                var there = await RowChanges.FindAsync(queue.Live, rows[index].Number, cancellationToken).ConfigureAwait(false);
                if (there is not null && there.Uid == rows[index].Uid)
                {
                    return;
                }

                rows[index] = rows[index].Renumbered(SequenceNumbers.Shared.Next(queue.Clock.Now, SequenceNumbers.PartitionOf(rows[index].Number)));
            }
        }
    }
}
