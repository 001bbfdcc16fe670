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
    private readonly CloseLane _close = new(tables, ledger);
    private readonly CountDay _count = new(tables, ledger, clock);
    private readonly KeptStandings _standings = new(tables.Rollups);

    /// <inheritdoc/>
    public Task<BookProgress> ProgressAsync(CancellationToken cancellationToken) => _marks.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task CloseAsync(IReadOnlyCollection<CampaignLanes> campaigns, string day, CancellationToken cancellationToken)
    {
        await ForEachAsync(campaigns, LanesAtOnce, (lane, token) => _close.ThroughAsync(lane, day, token), cancellationToken).ConfigureAwait(false);
        await _marks.BeginAsync(await EarliestAsync(cancellationToken).ConfigureAwait(false) ?? BusinessCalendar.After(day), cancellationToken).ConfigureAwait(false);
        await _marks.CloseAsync(day, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>?> CountAsync(IReadOnlyCollection<CampaignLanes> campaigns, string day, CancellationToken cancellationToken) =>
        _count.OfAsync(campaigns.SelectMany(LanesOf), day, cancellationToken);

    /// <inheritdoc/>
    public Task MarkCountedAsync(string day, CancellationToken cancellationToken) => _marks.CountAsync(day, cancellationToken);

    /// <inheritdoc/>
    public async Task<BookFigures> ReadAsync(IReadOnlyCollection<CampaignLanes> campaigns, string firstDay, string lastDay, CancellationToken cancellationToken)
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
                    if (await CloseLane.FindHeadAsync(tables, lane, token).ConfigureAwait(false) is { } head)
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

    /// <inheritdoc/>
    public Task KeepStandingsAsync(string day, IReadOnlyList<CodesStanding> standings, CancellationToken cancellationToken) => _standings.KeepAsync(day, standings, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CodesStanding>?> ReadStandingsAsync(string day, CancellationToken cancellationToken) => _standings.ReadAsync(day, cancellationToken);

    private static bool IsWithin(string day, string first, string last) => string.CompareOrdinal(day, first) >= 0 && string.CompareOrdinal(day, last) <= 0;

    private static IEnumerable<LaneKey> LanesOf(CampaignLanes campaign) => Enumerable.Range(0, campaign.Lanes).Select(number => new LaneKey(campaign.CampaignId, number));

    private static Task ForEachAsync(IEnumerable<CampaignLanes> campaigns, int atOnce, Func<LaneKey, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            campaigns.SelectMany(LanesOf),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (lane, token) => await act(lane, token).ConfigureAwait(false));

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
