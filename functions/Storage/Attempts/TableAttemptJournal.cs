using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Attempts;

/// <summary>The attempts' journal on Table Storage.</summary>
public sealed class TableAttemptJournal : IAttemptJournal, IAsyncDisposable
{
    /// <summary>For how long a reading waits for what this process has not written yet, and an end in good order for all of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly AttemptQueue _queue = new();
    private readonly AttemptTables _tables;
    private readonly CodePseudonyms _codes;
    private readonly SessionKeys _sessions;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;

    /// <summary>A journal that writes until it is disposed of.</summary>
    public TableAttemptJournal(PromoTables tables, CodePseudonyms codes, SessionKeys sessions, TimeProvider clock, ILogger<TableAttemptJournal> logger)
    {
        (_tables, _codes, _sessions, _clock) = (new(tables), codes, sessions, clock);
        var writer = new AttemptWriter(_tables, _queue, codes, sessions, clock, logger);
        _writing = Task.Run(() => writer.RunAsync(_stop.Token));
    }

    /// <inheritdoc/>
    public long Dropped => _queue.Dropped;

    /// <inheritdoc/>
    public void Add(SentCodes sent) => _queue.Add(sent);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeAttempt>> FindAsync(
        CustomerKey? customer, string? session, PromoCode code, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken)
    {
        await WrittenAsync(cancellationToken).ConfigureAwait(false);
        string[] partitions = [.. new[] { customer?.Value, session is null ? null : AttemptRow.OfSession(_sessions.Of(session)) }.OfType<string>()];
        var now = _clock.GetUtcNow();
        var first = from > now - IAttemptJournal.Kept ? from : now - IAttemptJournal.Kept;
        var found = new Dictionary<string, CodeAttempt>(StringComparer.Ordinal);
        for (var day = AttemptTables.DayOf(to < now ? to : now); day >= AttemptTables.DayOf(first) && found.Count < most; day = day.AddDays(-1))
        {
            foreach (var partition in partitions)
            {
                var filter = TableClient.CreateQueryFilter(
                    $"PartitionKey eq {partition} and RowKey ge {AttemptRow.TimeKey(to)} and RowKey lt {AttemptRow.TimeKey(first) + "~"} and CodeKey eq {_codes.Of(code)}");
                foreach (var row in await _tables.ReadAsync(day, filter, most, cancellationToken).ConfigureAwait(false))
                {
                    found.TryAdd(row.RowKey, AttemptRow.Read(row));
                }
            }
        }

        return [.. found.OrderBy(one => one.Key, StringComparer.Ordinal).Take(most).Select(one => one.Value)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CodeAttempt> OfAsync(CustomerKey customer, HistoryPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WrittenAsync(cancellationToken).ConfigureAwait(false);
        const int Page = 1_000;
        var now = _clock.GetUtcNow();
        var first = now - IAttemptJournal.Kept;
        var from = after is null ? "" : AttemptRow.KeyOf(after);
        for (var day = AttemptTables.DayOf(after is { } place && place.At < now ? place.At : now); day >= AttemptTables.DayOf(first); day = day.AddDays(-1))
        {
            IReadOnlyList<TableEntity> rows;
            do
            {
                var filter = TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value} and RowKey gt {from} and RowKey lt {AttemptRow.TimeKey(first) + "~"}");
                rows = await _tables.ReadAsync(day, filter, Page, cancellationToken).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    yield return AttemptRow.Read(row);
                    from = row.RowKey;
                }
            }
            while (rows.Count == Page);
        }
    }

    /// <summary>Waits until what was added before is written, for three seconds at most: behind it may stand what storage does not take.</summary>
    public async Task WrittenAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_queue.PassedAsync(), Task.Delay(Patience, _clock, patience.Token)).ConfigureAwait(false);
        await patience.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        _stop.CancelAfter(Patience);
        await _writing.ConfigureAwait(false);
        _stop.Dispose();
    }
}
