using PromoFunctions.Domain.Guessing;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Guessing;

/// <summary>What became of unknown codes that were counted under one subject.</summary>
/// <param name="Fits">Whether they are within the limit.</param>
/// <param name="Count">How many count now.</param>
/// <param name="BlockedUntil">Until when the subject is blocked; null when it is not.</param>
/// <param name="ForgottenAt">When nothing of it counts any more.</param>
internal sealed record GuessCount(bool Fits, int Count, DateTimeOffset? BlockedUntil, DateTimeOffset ForgottenAt);

/// <summary>
/// Counts under one subject at a time: what waits for the same row within this process goes in one write, and the row's ETag
/// orders the writes of several processes.
/// </summary>
internal sealed class GuessCounter(PromoTables tables, TimeProvider clock)
{
    private const int MostBackOffMilliseconds = 40;
    private const int MostUnanswered = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Waiting>> _waiting = new(StringComparer.Ordinal);

    public Task<GuessCount> AddAsync(GuessSubject subject, int unknown)
    {
        var mine = new Waiting(unknown);
        lock (_gate)
        {
            if (_waiting.TryGetValue(subject.Key, out var others))
            {
                others.Add(mine);
                return mine.Counted.Task;
            }

            _waiting[subject.Key] = [mine];
        }

        // Not the caller's token: the write carries other callers' codes too.
        _ = Task.Run(() => WriteAllAsync(subject));
        return mine.Counted.Task;
    }

    public async Task<GuessHistory> ReadAsync(GuessSubject subject, CancellationToken cancellationToken)
    {
        var (partition, key) = GuessRow.KeysOf(subject);
        return GuessRow.HistoryOf(await tables.Guesses.FindAsync(partition, key, cancellationToken).ConfigureAwait(false));
    }

    private async Task WriteAllAsync(GuessSubject subject)
    {
        while (Take(subject) is { } batch)
        {
            try
            {
                await WriteAsync(subject, batch).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                batch.ForEach(waiting => waiting.Counted.TrySetException(failure));
            }
        }
    }

    private List<Waiting>? Take(GuessSubject subject)
    {
        lock (_gate)
        {
            var batch = _waiting[subject.Key];
            if (batch.Count == 0)
            {
                _waiting.Remove(subject.Key);
                return null;
            }

            _waiting[subject.Key] = [];
            return batch;
        }
    }

    private async Task WriteAsync(GuessSubject subject, List<Waiting> batch)
    {
        var (partition, key) = GuessRow.KeysOf(subject);
        var nonce = LaneServices.NewId();
        for (var (attempt, unanswered) = (0, 0); ; attempt++)
        {
            var row = await tables.Guesses.FindAsync(partition, key, CancellationToken.None).ConfigureAwait(false);
            if (attempt > 0 && row?.GetString(GuessRow.Nonce) == nonce)
            {
                // The write whose answer was lost did land.
                break;
            }

            var (now, history) = (clock.GetUtcNow(), GuessRow.HistoryOf(row));
            var written = history;
            foreach (var waiting in batch)
            {
                written = waiting.CountOn(written, subject.Limit, now);
            }

            if (ReferenceEquals(written, history))
            {
                // Blocked all the while: nothing more is counted, so the block ends though they go on.
                break;
            }

            var entity = GuessRow.Of(subject, written, nonce);
            var result = row is null
                ? await tables.Guesses.TryInsertAsync(entity, CancellationToken.None).ConfigureAwait(false)
                : await tables.Guesses.TryReplaceAsync(entity, row.ETag, CancellationToken.None).ConfigureAwait(false);
            if (result == WriteResult.Written)
            {
                break;
            }

            unanswered += result == WriteResult.Unknown ? 1 : 0;
            if (unanswered > MostUnanswered)
            {
                throw new TimeoutException("Storage does not tell whether unknown codes were counted.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1 + LaneServices.Jitter(MostBackOffMilliseconds)), clock).ConfigureAwait(false);
        }

        batch.ForEach(waiting => waiting.Done());
    }

    /// <summary>One request's codes, with what the last reckoning found for them.</summary>
    private sealed class Waiting(int unknown)
    {
        private GuessCount? _count;

        public TaskCompletionSource<GuessCount> Counted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public GuessHistory CountOn(GuessHistory history, int limit, DateTimeOffset now)
        {
            var before = history.CountAt(now);
            var after = before < limit ? history.With(now, unknown) : history;
            var count = after.CountAt(now);
            _count = new(before + unknown <= limit, count, after.BlockedUntil(now, limit), after.ForgottenAt ?? now);
            return after;
        }

        public void Done() => Counted.TrySetResult(_count ?? throw new InvalidOperationException("Nothing was counted."));
    }
}
