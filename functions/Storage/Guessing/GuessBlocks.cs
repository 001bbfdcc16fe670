using System.Collections.Concurrent;
using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Guessing;

/// <summary>
/// Who is blocked, in memory: every instance reads what was added to table <c>GuessBlocks</c> lately, twice a second while
/// requests come, so that a request itself costs no storage.
/// </summary>
internal sealed class GuessBlocks(PromoTables tables, TimeProvider clock, ILogger logger)
{
    public const string Partition = "blocked";
    public const string Until = nameof(Until);
    private static readonly TimeSpan RenewAge = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(1);

    /// <summary>A row is found by a reading that began as long after the row's own time: instances' clocks differ, and a write may be retried.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _blocked = new(StringComparer.Ordinal);
    private Task? _reading;
    private DateTimeOffset _readUpTo = DateTimeOffset.MinValue;

    // Of the last reading's start; 0 before there was one.
    private long _asOf;

    public bool IsEmpty => _blocked.IsEmpty;

    /// <summary>Makes sure that memory is at most a second old. No request when it is.</summary>
    public ValueTask FreshAsync(CancellationToken cancellationToken)
    {
        var asOf = Volatile.Read(ref _asOf);
        var age = asOf == 0 ? TimeSpan.MaxValue : clock.GetElapsedTime(asOf);
        if (age <= RenewAge)
        {
            return default;
        }

        var reading = StartReading();
        if (age <= MostAge)
        {
            return default;
        }

        // Storage that takes connections and answers nothing must not hold up who could be answered from memory.
        return new(asOf == 0 ? reading.WaitAsync(cancellationToken) : reading.WaitAsync(Patience, clock, cancellationToken));
    }

    public DateTimeOffset? UntilOf(GuessSubject subject, DateTimeOffset now) =>
        _blocked.TryGetValue(subject.Key, out var until) && now < until ? until : null;

    /// <summary>Blocks a subject on every instance.</summary>
    public async Task AddAsync(GuessSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (UntilOf(subject, now) >= until)
        {
            return;
        }

        var row = new TableEntity(Partition, $"{TimeKey(now)}|{subject.Key}") { [Until] = until };
        await tables.GuessBlocks.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        Keep(subject.Key, until);
    }

    public static string TimeKey(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);

    private Task StartReading()
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false } running)
            {
                return running;
            }

            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var (asOf, now) = (clock.GetTimestamp(), clock.GetUtcNow());
            var oldest = now - GuessLimits.Window - Overlap;
            var since = TimeKey(_readUpTo > oldest ? _readUpTo - Overlap : oldest);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {since}");
            await foreach (var row in tables.GuessBlocks.QueryAsync<TableEntity>(filter, cancellationToken: CancellationToken.None).ConfigureAwait(false))
            {
                if (row.GetDateTimeOffset(Until) is { } until && until > now)
                {
                    Keep(row.RowKey[(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..], until);
                }
            }

            foreach (var (key, until) in _blocked)
            {
                if (until <= now)
                {
                    _blocked.TryRemove(KeyValuePair.Create(key, until));
                }
            }

            _readUpTo = now;
            Volatile.Write(ref _asOf, asOf);
        }
        catch (Exception failure)
        {
            Log.GuessBlocksStale(logger, failure);
            throw;
        }
    }

    private void Keep(string key, DateTimeOffset until) =>
        _blocked.AddOrUpdate(key, until, (_, standing) => standing > until ? standing : until);
}
