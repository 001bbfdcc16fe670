using System.Collections.Concurrent;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>The books by day on Table Storage: open days in the lanes' heads, closed ones in table <c>Rollups</c>.</summary>
/// <param name="tables">The installation's tables.</param>
/// <param name="ledger">The process's ledger, whose writers close the lanes' days.</param>
/// <param name="clock">The storage's time.</param>
public sealed class TableDayBooks(PromoTables tables, TableRedemptionLedger ledger, TimeProvider clock) : IDayBooks
{
    private const int LanesAtOnce = 8;
    private const int ReadsAtOnce = 16;
    private readonly BookMarks _marks = new(tables.Rollups);

    /// <inheritdoc/>
    public Task<BookProgress> ProgressAsync(CancellationToken cancellationToken) => _marks.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task CloseAsync(IReadOnlyCollection<string> campaigns, string day, CancellationToken cancellationToken)
    {
        await ForEachAsync(campaigns, LanesAtOnce, (lane, token) => CloseAsync(lane, day, token), cancellationToken).ConfigureAwait(false);
        await _marks.BeginAsync(await EarliestAsync(cancellationToken).ConfigureAwait(false) ?? BusinessCalendar.After(day), cancellationToken).ConfigureAwait(false);
        await _marks.CloseAsync(day, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>?> CountAsync(IReadOnlyCollection<string> campaigns, string day, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentBag<(LaneKey Lane, CountJournal Count)>();
        var waits = 0;
        await ForEachAsync(
            campaigns,
            LanesAtOnce,
            async (lane, token) =>
            {
                // First this, then the journal: what has left the outbox by now stands there.
                if (await IsUnderWayAsync(lane, day, token).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref waits);
                    return;
                }

                counts.Add((lane, await CountJournal.OfAsync(tables, lane, day, token).ConfigureAwait(false)));
            },
            cancellationToken).ConfigureAwait(false);
        if (waits > 0)
        {
            return null;
        }

        await KeepCountAsync(day, counts, cancellationToken).ConfigureAwait(false);
        return counts.SelectMany(count => count.Count.Adjustments.Keys).Select(key => key.OrderDay).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task MarkCountedAsync(string day, CancellationToken cancellationToken) => _marks.CountAsync(day, cancellationToken);

    /// <inheritdoc/>
    public async Task<BookFigures> ReadAsync(IReadOnlyCollection<string> campaigns, string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        var progress = await _marks.ReadAsync(cancellationToken).ConfigureAwait(false);
        var booked = new ConcurrentDictionary<(string Day, LaneKey Lane), LaneDay>();
        if (string.CompareOrdinal(lastDay, progress.ClosedThrough) > 0)
        {
            await ForEachAsync(
                campaigns,
                ReadsAtOnce,
                async (lane, token) =>
                {
                    if (await FindHeadAsync(lane, token).ConfigureAwait(false) is { } head)
                    {
                        foreach (var (day, figures) in head.Days.Where(open => IsWithin(open.Key, firstDay, lastDay)))
                        {
                            booked[(day, lane)] = BookRow.ToLaneDay(lane, day, head.Currency, figures);
                        }
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        // Only now: a day leaves its head after it stands in the roll-ups, and while it stands in both these are the frozen ones.
        await foreach (var row in DaysAsync("", firstDay, lastDay, cancellationToken).ConfigureAwait(false))
        {
            booked[(row.PartitionKey, LaneKey.Parse(row.RowKey))] = BookRow.ReadRollup(row);
        }

        var (counted, countedAt) = await ReadCountsAsync(firstDay, lastDay, cancellationToken).ConfigureAwait(false);
        var adjustments = new List<Adjustment>();
        await foreach (var row in DaysAsync(BookRow.Adjusted, firstDay, lastDay, cancellationToken).ConfigureAwait(false))
        {
            adjustments.AddRange(BookRow.ReadAdjustment(row));
        }

        return new(progress, [.. booked.Values], counted, countedAt, adjustments);
    }

    /// <inheritdoc/>
    public async Task<ClaimDay> KeepClaimsAsync(ClaimDay day, CancellationToken cancellationToken)
    {
        // The first to keep them decides which decision counts on this day and which on the next.
        var row = BookRow.OfClaims(day);
        await tables.Rollups.TryInsertAsync(row, cancellationToken).ConfigureAwait(false);
        return await tables.Rollups.FindAsync(row.PartitionKey, row.RowKey, cancellationToken).ConfigureAwait(false) is { } kept
            ? BookRow.ReadClaims(kept)
            : throw new IOException("The books did not answer.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ClaimDay>> ReadClaimsAsync(string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        var days = new List<ClaimDay>();
        await foreach (var row in DaysAsync(BookRow.Claims, firstDay, lastDay, cancellationToken).ConfigureAwait(false))
        {
            days.Add(BookRow.ReadClaims(row));
        }

        return days;
    }

    private static bool IsWithin(string day, string first, string last) => string.CompareOrdinal(day, first) >= 0 && string.CompareOrdinal(day, last) <= 0;

    /// <summary>Every campaign has one lane.</summary>
    private static Task ForEachAsync(IEnumerable<string> campaigns, int atOnce, Func<LaneKey, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            campaigns,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (campaign, token) => await act(new LaneKey(campaign, 0), token).ConfigureAwait(false));

    private async Task CloseAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        if (await FindHeadAsync(lane, cancellationToken).ConfigureAwait(false) is { } head
            && string.CompareOrdinal(head.SealedThrough, day) >= 0
            && head.Days.Keys.All(open => string.CompareOrdinal(open, head.SealedThrough) > 0))
        {
            return;
        }

        var writer = ledger.Lanes.Get(lane);
        var frozen = await writer.PostAsync(new SealDay(day)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (frozen.IsEmpty)
        {
            return;
        }

        var currency = (await FindHeadAsync(lane, cancellationToken).ConfigureAwait(false))?.Currency ?? throw new IOException("A lane's head is gone.");
        foreach (var (closed, figures) in frozen)
        {
            await tables.Rollups.UpsertEntityAsync(BookRow.OfRollup(lane, closed, currency, figures), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        await writer.PostAsync(new DropDays([.. frozen.Keys])).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<LaneHead?> FindHeadAsync(LaneKey lane, CancellationToken cancellationToken) =>
        await tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row ? LaneHead.Read(row) : null;

    /// <summary>Whether entries of a day, or of an earlier one, may not stand in the journal yet. What a dead process left is delivered here.</summary>
    private async Task<bool> IsUnderWayAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        if (!await StandsInOutboxAsync(lane, day, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await ledger.RepairLaneAsync(lane, cancellationToken).ConfigureAwait(false);
        return await StandsInOutboxAsync(lane, day, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> StandsInOutboxAsync(LaneKey lane, string day, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Lanes.RowsAsync(lane.Partition, LaneKey.OutboxPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (OutboxEntry.Read(row).Any(entry => string.CompareOrdinal(entry.Day, day) <= 0))
            {
                return true;
            }
        }

        return false;
    }

    private async Task KeepCountAsync(string day, IReadOnlyCollection<(LaneKey Lane, CountJournal Count)> counts, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        foreach (var (lane, count) in counts)
        {
            rows.AddRange(count.Figures.Select(figures => BookRow.OfCount(lane, day, figures.Key, figures.Value)));
            rows.AddRange(count.Adjustments.Select(adjusted => BookRow.OfAdjustment(lane, day, adjusted.Key.OrderDay, adjusted.Key.Currency, adjusted.Value)));
        }

        foreach (var row in rows)
        {
            await tables.Rollups.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        // Last, so that a count that was cut short does not count.
        await tables.Rollups.UpsertEntityAsync(BookRow.OfMark(day, clock.GetUtcNow()), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(List<LaneDay> Counted, Dictionary<string, DateTimeOffset> At)> ReadCountsAsync(string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        var counted = new List<LaneDay>();
        var at = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var row in DaysAsync(BookRow.Counted, firstDay, lastDay, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey == BookRow.Mark)
            {
                at[row.PartitionKey[BookRow.Counted.Length..]] = BookRow.ReadMark(row);
            }
            else
            {
                counted.Add(BookRow.ReadCount(row));
            }
        }

        return ([.. counted.Where(lane => at.ContainsKey(lane.Day))], at);
    }

    private Azure.AsyncPageable<TableEntity> DaysAsync(string prefix, string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        var (first, last) = (prefix + firstDay, prefix + lastDay);
        return tables.Rollups.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}"), cancellationToken: cancellationToken);
    }

    /// <summary>The first day with figures; null when there is none.</summary>
    private async Task<string?> EarliestAsync(CancellationToken cancellationToken)
    {
        // Days begin with a digit, every other partition with a letter.
        var days = tables.Rollups.QueryAsync<TableEntity>("PartitionKey lt 'a'", maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken);
        await foreach (var row in days.ConfigureAwait(false))
        {
            return row.PartitionKey;
        }

        return null;
    }
}
