using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Takes messages out of a queue's table. One query a look, since any query scans the table: of the whole table while few wait,
/// oldest first; from a random partition on when more wait than one answer holds, so that receivers in several processes meet
/// less and no partition starves. A row is taken by its ETag; who loses that race goes on with the other rows.
/// </summary>
internal sealed class Receiving(EntityPath path)
{
    private const int FewestLooked = 32;
    private const int MostLooked = 100;
    private volatile bool _backlog;
    private volatile bool _contended;

    // What the last look found beyond what was wanted. Each row is taken by its ETag, so one that somebody has meanwhile is only lost time.
    private IReadOnlyList<MessageRow> _spare = [];

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(OpenQueue queue, int max, ServiceBusReceiveMode mode, CancellationToken cancellationToken)
    {
        MustBeEnabled(queue);
        var table = path.DeadLetter ? queue.Dead : queue.Live;
        while (true)
        {
            var now = queue.Clock.Now;
            if (await TakeSpareAsync(queue, max, mode, now).ConfigureAwait(false) is { Count: > 0 } spared)
            {
                return spared;
            }

            var (rows, more) = await Candidates.FindAsync(table, now, Math.Clamp(2 * max, FewestLooked, MostLooked), _backlog, cancellationToken).ConfigureAwait(false);
            _backlog = more;
            var unfit = rows.Where(row => !IsFit(queue, row, now)).ToList();
            await Task.WhenAll(unfit.Select(row => TendAsync(queue, row, cancellationToken))).ConfigureAwait(false);
            var fit = Order(rows.Except(unfit));
            cancellationToken.ThrowIfCancellationRequested();
            var taken = await TakeFirstAsync(queue, fit, max, mode).ConfigureAwait(false);
            if (more)
            {
                // With a backlog the next look would scan all of it for what has just been seen.
                var got = taken.Select(message => message.SequenceNumber).ToHashSet();
                Interlocked.Exchange(ref _spare, [.. fit.Where(row => !got.Contains(row.Number))]);
            }

            // Nothing taken means an empty queue only when nothing was there to take.
            if (taken.Count > 0 || (fit.Count == 0 && !more))
            {
                return taken;
            }
        }
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeDeferredAsync(OpenQueue queue, IReadOnlyList<long> numbers, ServiceBusReceiveMode mode, CancellationToken cancellationToken)
    {
        MustBeEnabled(queue);
        var rows = new List<MessageRow>(numbers.Count);
        foreach (var number in numbers.Distinct())
        {
            var row = number < 0 ? null : await RowChanges.FindAsync(path.DeadLetter ? queue.Dead : queue.Live, number, cancellationToken).ConfigureAwait(false);
            if (row is not { RowState: RowState.Deferred } || (row.LockToken != Guid.Empty && row.LockEnd > queue.Clock.Now))
            {
                throw NotDeferred(number);
            }

            if (!path.DeadLetter && row.DeliveryCount >= queue.Properties.MaxDeliveryCount)
            {
                await DeadLettering.ExhaustedAsync(queue, row, null, cancellationToken).ConfigureAwait(false);
                throw NotDeferred(number);
            }

            rows.Add(row);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var taken = await new Taking(queue, path, mode).TakeAsync(rows).ConfigureAwait(false);
        if (taken.Count < rows.Count)
        {
            // Another receiver was faster with one of them: all or none.
            if (mode == ServiceBusReceiveMode.PeekLock)
            {
                var settling = new Settling(queue, path);
                await Task.WhenAll(taken.Select(message => settling.ReleaseAsync(message, CancellationToken.None))).ConfigureAwait(false);
            }

            throw NotDeferred(rows[^1].Number);
        }

        return taken;
    }

    /// <summary>Takes of what an earlier look found; none when nothing of it is left.</summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeSpareAsync(OpenQueue queue, int max, ServiceBusReceiveMode mode, DateTimeOffset now)
    {
        var spare = Interlocked.Exchange(ref _spare, []);
        var wanted = spare.Where(row => IsFit(queue, row, now)).Take(max).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var taken = await new Taking(queue, path, mode).TakeAsync(wanted).ConfigureAwait(false);
        if (taken.Count > 0)
        {
            Interlocked.Exchange(ref _spare, [.. spare.Except(wanted)]);
        }

        return taken;
    }

    private static List<MessageRow> Order(IEnumerable<MessageRow> rows) => [.. rows.OrderBy(row => row.EnqueuedAt).ThenBy(row => row.Number)];

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeFirstAsync(OpenQueue queue, List<MessageRow> fit, int max, ServiceBusReceiveMode mode)
    {
        // Receivers that all want the oldest meet at it; after such a meeting, start somewhere else.
        var start = _contended && fit.Count > max ? Random.Shared.Next(fit.Count - max + 1) : 0;
        var wanted = fit.Skip(start).Take(max).ToList();
        var taken = await new Taking(queue, path, mode).TakeAsync(wanted).ConfigureAwait(false);
        _contended = taken.Count < wanted.Count;
        return taken;
    }

    /// <summary>Whether a row that can be seen is to be handed out, rather than to be moved or removed.</summary>
    private bool IsFit(OpenQueue queue, MessageRow row, DateTimeOffset now) =>
        row.RowState is RowState.Active or RowState.Scheduled
        && (path.DeadLetter || (row.ExpiresAt > now && row.DeliveryCount < queue.Properties.MaxDeliveryCount));

    /// <summary>Does what is left to do about a row that is not to be handed out.</summary>
    private static Task TendAsync(OpenQueue queue, MessageRow row, CancellationToken cancellationToken) => row.RowState switch
    {
        RowState.Unconfirmed when queue.History is { } history && row.DuplicateKey is { } key =>
            new SendingOnce(queue, history).ConfirmAsync(row, key, cancellationToken),
        RowState.DeadLettering => DeadLettering.FinishAsync(queue, row, cancellationToken),
        RowState.Arriving => DeadLettering.ArriveAsync(queue, row, cancellationToken),
        RowState.Active or RowState.Scheduled when row.DeliveryCount >= queue.Properties.MaxDeliveryCount =>
            DeadLettering.ExhaustedAsync(queue, row, null, cancellationToken),
        RowState.Active or RowState.Scheduled => DeadLettering.ExpiredAsync(queue, row, cancellationToken),
        _ => Task.CompletedTask,
    };

    private void MustBeEnabled(OpenQueue queue)
    {
        var status = queue.Properties.Status;
        if (status == EntityStatus.Disabled || status == EntityStatus.ReceiveDisabled)
        {
            throw new ServiceBusException("The queue does not hand out messages now.", ServiceBusFailureReason.MessagingEntityDisabled, path.ToString());
        }
    }

    private ServiceBusException NotDeferred(long number) =>
        new($"No message of the number {number} is deferred and free.", ServiceBusFailureReason.MessageNotFound, path.ToString());
}
