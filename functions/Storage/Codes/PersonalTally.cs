using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Counts and lists a campaign's personal codes: rows <c>personal|0</c> to <c>personal|7</c> of its partition in <c>Batches</c>.</summary>
/// <remarks>
/// A code is announced in its row, then written, then settled: the count goes up and the announcement away in one replacement by ETag. So the
/// count is, at any time and after any crash, what was settled and those of the announced that stand. Nothing is counted twice:
/// an announcement is written by the ETag that was read before it was seen that the code does not stand yet, and a code that was settled stands.
/// An announcement whose code was never written stays, one look at each count, until a repeat of that issue completes it.
/// Settled entries go on to <see cref="CodePages"/> by the hundred. Reports need the settled ones by day as well: how many of them were issued
/// on which day and work until which is counted in the same replacement.
/// </remarks>
internal sealed class PersonalTally(PromoTables tables, BusinessCalendar calendar)
{
    private readonly CodePages _pages = new(tables);

    /// <summary>Rows of a campaign: several issues at a time seldom meet in one.</summary>
    private const int Spread = 8;

    private const int Width = 16;

    public const string Prefix = "personal|";

    /// <summary>Announces an issue.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="entry">Names the person's row.</param>
    /// <param name="stands">Whether its code stands.</param>
    /// <param name="cancellationToken">Gives up; nothing has happened then or an announcement is left.</param>
    /// <returns>Whether it must be settled; false when the code stands and is counted.</returns>
    public async Task<bool> AnnounceAsync(CampaignId campaign, string entry, Func<CancellationToken, Task<bool>> stands, CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = await ReadAsync(campaign, ShardOf(entry), cancellationToken).ConfigureAwait(false);
            if (part.Announced.Contains(entry, StringComparer.Ordinal))
            {
                return true;
            }

            if (await stands(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            if (await TryWriteAsync(part with { Announced = [.. part.Announced, entry] }, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
    }

    /// <summary>Counts an announced issue whose code stands now.</summary>
    public async Task SettleAsync(CampaignId campaign, string entry, DateTimeOffset issuedAt, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var day = new IssueDay(calendar.DayOf(issuedAt), calendar.LastDayOf(expiresAt));
        while (true)
        {
            var part = await ReadAsync(campaign, ShardOf(entry), cancellationToken).ConfigureAwait(false);
            if (!part.Announced.Contains(entry, StringComparer.Ordinal))
            {
                return;
            }

            var (done, recent) = (part.Pages, part.Recent);
            if (recent.Length >= CodePages.Size)
            {
                // The first hundred stay the first hundred, so whoever writes this page writes the same.
                await _pages.KeepAsync(part.PagePartition, done, recent[..CodePages.Size], cancellationToken).ConfigureAwait(false);
                (done, recent) = (done + 1, recent[CodePages.Size..]);
            }

            var settled = part with
            {
                Pages = done,
                Recent = [.. recent, entry],
                Announced = [.. part.Announced.Where(other => other != entry)],
                Days = part.Days.With(day),
            };
            if (await TryWriteAsync(settled, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>How many codes a row counts.</summary>
    public async Task<long> CountAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var part = Part.Read(row);
        long count = part.Settled;
        await foreach (var code in part.Announced.ToAsyncEnumerable().ReadAheadAsync(Width, _pages.FindAsync, cancellationToken).ConfigureAwait(false))
        {
            count += IsOf(code, part.Campaign) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The codes that a row counts, by day.</summary>
    public async Task<IReadOnlyList<CodesOfDay>> CountByDayAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var part = Part.Read(row);
        var days = part.Days;
        await foreach (var code in part.Announced.ToAsyncEnumerable().ReadAheadAsync(Width, _pages.FindAsync, cancellationToken).ConfigureAwait(false))
        {
            if (code is not null && IsOf(code, part.Campaign))
            {
                days = days.With(new(CodeRow.IssuedAtOf(code) is { } at ? calendar.DayOf(at) : null, calendar.LastDayOf(CodeRow.Read(code).ExpiresAt)));
            }
        }

        // What was settled before days were kept is in none of them.
        var others = part.Settled - part.Days.Count;
        return [
            .. days.Counts.Select(count => new CodesOfDay(null, count.Day.Issued, count.Day.Expires, count.Count)),
            .. others > 0 ? [new CodesOfDay(null, null, null, others)] : Array.Empty<CodesOfDay>(),
        ];
    }

    /// <summary>The rows of the codes that a row counts.</summary>
    public async IAsyncEnumerable<TableEntity> ListAsync(TableEntity row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = Part.Read(row);
        var entries = _pages.ReadAsync(part.PagePartition, part.Pages, cancellationToken).SelectMany(CodePages.EntriesOf)
            .Concat(part.Recent.ToAsyncEnumerable())
            .Concat(part.Announced.ToAsyncEnumerable());
        await foreach (var code in entries.ReadAheadAsync(Width, _pages.FindAsync, cancellationToken).ConfigureAwait(false))
        {
            if (code is not null && IsOf(code, part.Campaign))
            {
                yield return code;
            }
        }
    }

    /// <summary>By the customer's key, which is hexadecimal and as good as random.</summary>
    private static int ShardOf(string entry) => int.Parse(entry.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % Spread;

    /// <summary>Whether a code's row is that of a personal code of the campaign, and not of a name that somebody else had first.</summary>
    private static bool IsOf(TableEntity? code, CampaignId campaign) => code?.GetString(CodeRow.Campaign) == campaign.Value && CodeRow.IssueOf(code) is not null;

    private async Task<Part> ReadAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{shard}");
        return await tables.Batches.FindAsync(campaign.Value, key, cancellationToken).ConfigureAwait(false) is { } row
            ? Part.Read(row)
            : new Part(campaign, key, 0, [], [], IssueDays.None, null);
    }

    /// <summary>False: refused or not known, and the next look tells.</summary>
    private async Task<bool> TryWriteAsync(Part part, CancellationToken cancellationToken) =>
        (part.ETag is { } etag
            ? await tables.Batches.TryReplaceAsync(part.ToRow(), etag, cancellationToken).ConfigureAwait(false)
            : await tables.Batches.TryInsertAsync(part.ToRow(), cancellationToken).ConfigureAwait(false)) == WriteResult.Written;

    /// <summary>One of the rows.</summary>
    /// <param name="Campaign">The campaign.</param>
    /// <param name="Key">The row's key.</param>
    /// <param name="Pages">Full pages written.</param>
    /// <param name="Recent">Settled entries that are in no page yet, oldest first.</param>
    /// <param name="Announced">Entries whose codes may stand.</param>
    /// <param name="Days">The settled ones by day.</param>
    /// <param name="ETag">As read; null for a row that is not there yet.</param>
    private sealed record Part(CampaignId Campaign, string Key, int Pages, string[] Recent, string[] Announced, IssueDays Days, ETag? ETag)
    {
        public long Settled => ((long)Pages * CodePages.Size) + Recent.Length;

        public string PagePartition => Campaign.Value + "|" + Key;

        public static Part Read(TableEntity row) => new(
            CampaignId.Parse(row.PartitionKey),
            row.RowKey,
            row.GetInt32(nameof(Pages)) ?? 0,
            CodePages.Split(row.GetString(nameof(Recent))),
            CodePages.Split(row.GetString(nameof(Announced))),
            IssueDays.Read(row.GetLongText(nameof(Days))),
            row.ETag);

        public TableEntity ToRow()
        {
            var row = new TableEntity(Campaign.Value, Key)
            {
                [nameof(Pages)] = Pages,
                [nameof(Recent)] = CodePages.Join(Recent),
                [nameof(Announced)] = CodePages.Join(Announced),
            };
            row.SetLongText(nameof(Days), Days.Write());
            return row;
        }
    }
}
