using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Guessing;

/// <summary>
/// Unknown codes on Table Storage. Table <c>Guesses</c> is written only when an unknown code was sent, and decides; table
/// <c>GuessBlocks</c> tells every instance who is blocked.
/// </summary>
public sealed class TableGuessLedger(PromoTables tables, TimeProvider clock, ILogger<TableGuessLedger> logger) : IGuessLedger
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromSeconds(10);

    private readonly GuessCounter _counter = new(tables, clock);
    private readonly GuessBlocks _blocks = new(tables, clock, logger);

    // Shoppers who sent half of what they may: for them another instance's last codes matter at once, and a read is no good path.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _watched = new(StringComparer.Ordinal);
    private long _prunedAt = clock.GetTimestamp();

    /// <inheritdoc/>
    public ValueTask<bool> IsQuietAsync(CancellationToken cancellationToken)
    {
        var fresh = _blocks.FreshAsync(cancellationToken);
        return fresh.IsCompletedSuccessfully ? new(IsQuiet) : WaitAsync(fresh);

        async ValueTask<bool> WaitAsync(ValueTask reading)
        {
            await reading.ConfigureAwait(false);
            return IsQuiet;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> BlockedUntilAsync(IReadOnlyList<GuessSubject> subjects, CancellationToken cancellationToken)
    {
        await _blocks.FreshAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        foreach (var subject in subjects)
        {
            if (_blocks.UntilOf(subject, now) is { } until)
            {
                return until;
            }
        }

        foreach (var subject in subjects)
        {
            if (IsWatched(subject, now)
                && (await _counter.ReadAsync(subject, cancellationToken).ConfigureAwait(false)).BlockedUntil(now, subject.Limit) is { } until)
            {
                return until;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> CountAsync(IReadOnlyList<GuessSubject> subjects, int unknown, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(subjects.Select(subject => _counter.AddAsync(subject, unknown))).WaitAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset? refusedUntil = null;
        for (var i = 0; i < counts.Length; i++)
        {
            var (subject, count) = (subjects[i], counts[i]);
            if (subject.Limit <= GuessLimits.OfShopper && count.Count >= subject.Limit / 2)
            {
                _watched[subject.Key] = count.ForgottenAt;
            }

            if (count.BlockedUntil is { } until)
            {
                // Known before the answer is: the code that reached the limit is the last that anybody answers.
                await _blocks.AddAsync(subject, until, cancellationToken).ConfigureAwait(false);
            }

            if (!count.Fits)
            {
                var end = count.BlockedUntil ?? count.ForgottenAt;
                refusedUntil = refusedUntil > end ? refusedUntil : end;
            }
        }

        return refusedUntil;
    }

    /// <summary>The same by this process's memory alone, however old.</summary>
    internal DateTimeOffset? LastKnownBlock(IReadOnlyList<GuessSubject> subjects)
    {
        var now = clock.GetUtcNow();
        return subjects.Select(subject => _blocks.UntilOf(subject, now)).FirstOrDefault(until => until is not null);
    }

    private bool IsQuiet => _blocks.IsEmpty && _watched.IsEmpty;

    private bool IsWatched(GuessSubject subject, DateTimeOffset now)
    {
        Prune(now);
        return _watched.TryGetValue(subject.Key, out var forgottenAt) && now < forgottenAt;
    }

    private void Prune(DateTimeOffset now)
    {
        // Now and then: under an attack there are many, and each request comes by here.
        if (clock.GetElapsedTime(Volatile.Read(ref _prunedAt)) < PruneEvery)
        {
            return;
        }

        Volatile.Write(ref _prunedAt, clock.GetTimestamp());
        foreach (var (key, forgottenAt) in _watched)
        {
            if (forgottenAt <= now)
            {
                _watched.TryRemove(KeyValuePair.Create(key, forgottenAt));
            }
        }
    }
}
