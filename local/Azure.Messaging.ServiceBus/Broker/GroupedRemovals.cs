using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Removes rows with as few requests as the load permits: while one request of a partition is under way, what else is to go from
/// it gathers, and goes with the next. A lone removal is a request of its own and waits for nothing.
/// </summary>
internal sealed class GroupedRemovals(TableClient table)
{
    private const int ActionsPerTransaction = 100;
    private readonly ConcurrentDictionary<string, Gathering> _partitions = new(StringComparer.Ordinal);

    /// <summary>What became of a removal.</summary>
    /// <param name="Failure">Why not; null when it was done.</param>
    /// <param name="Index">Which of its actions failed.</param>
    /// <param name="Repeated">Whether the request went out more than once, so that the failure may be the echo of our own success.</param>
    internal readonly record struct Outcome(RequestFailedException? Failure, int Index, bool Repeated);

    /// <summary>Does a removal's actions, all or none of them.</summary>
    /// <exception cref="RequestFailedException">The storage failed, rather than an action.</exception>
    public Task<Outcome> SubmitAsync(string partition, TableTransactionAction[] actions, CancellationToken cancellationToken)
    {
        var removal = new Removal(actions);
        if (_partitions.GetOrAdd(partition, _ => new Gathering()).Add(removal) is { } gathering)
        {
            _ = DrainAsync(gathering);
        }

        return removal.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task DrainAsync(Gathering gathering)
    {
        while (gathering.Take(ActionsPerTransaction) is { Count: > 0 } group)
        {
            try
            {
                await RemoveAsync(group).ConfigureAwait(false);
            }
            catch (Exception failure) // Every waiter gets it.
            {
                group.ForEach(removal => removal.Done.TrySetException(failure));
            }
        }
    }

    private async Task RemoveAsync(List<Removal> group)
    {
        var watched = Attempts.Watch();
        while (group.Count > 0)
        {
            var failed = await TryAsync(group).ConfigureAwait(false);
            if (failed is not { } at)
            {
                group.ForEach(removal => removal.Done.TrySetResult(new Outcome(null, 0, watched.Repeated)));
                return;
            }

            // The one that failed leaves; the others were not done because of it, and are tried again.
            group[at.Position].Done.TrySetResult(new Outcome(at.Failure, at.Index, watched.Repeated));
            group.RemoveAt(at.Position);
        }
    }

    /// <summary>One request.</summary>
    /// <returns>Null, or which removal failed, by which of its actions, and why.</returns>
    private async Task<(int Position, int Index, RequestFailedException Failure)?> TryAsync(List<Removal> group)
    {
        try
        {
            if (group is [{ Actions: [var only] }])
            {
                var response = await table.DeleteEntityAsync(only.Entity.PartitionKey, only.Entity.RowKey, only.ETag).ConfigureAwait(false);
                return response.Status == 404 ? (0, 0, new RequestFailedException(response)) : null;
            }

            await table.SubmitTransactionAsync(group.SelectMany(removal => removal.Actions)).ConfigureAwait(false);
            return null;
        }
        catch (RequestFailedException failure) when (StorageFailures.IsConflict(failure))
        {
            var index = (failure as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0;
            var position = 0;
            while (index >= group[position].Actions.Length)
            {
                index -= group[position++].Actions.Length;
            }

            return (position, index, failure);
        }
    }

    private sealed record Removal(TableTransactionAction[] Actions)
    {
        public TaskCompletionSource<Outcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Gathering
    {
        private readonly Lock _gate = new();
        private readonly Queue<Removal> _waiting = new();
        private bool _draining;

        /// <returns>Itself when nobody drains it yet and the caller is to.</returns>
        public Gathering? Add(Removal removal)
        {
            lock (_gate)
            {
                _waiting.Enqueue(removal);
                if (_draining)
                {
                    return null;
                }

                _draining = true;
                return this;
            }
        }

        /// <returns>What goes next; nothing ends the draining.</returns>
        public List<Removal> Take(int actions)
        {
            lock (_gate)
            {
                var taken = new List<Removal>();
                var rows = new HashSet<string>(StringComparer.Ordinal);

                // A row may stand in a transaction once; the second removal of one waits, and then finds it gone.
                while (_waiting.TryPeek(out var next) && actions >= next.Actions.Length && next.Actions.All(action => rows.Add(action.Entity.RowKey)))
                {
                    actions -= next.Actions.Length;
                    taken.Add(_waiting.Dequeue());
                }

                _draining = taken.Count > 0;
                return taken;
            }
        }
    }
}
