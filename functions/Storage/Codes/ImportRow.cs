using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Rows of table <c>Batches</c> for imports: partition the campaign, row <c>import|</c> and the import's id. Also, in a page's row, what came of that page.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Id">The import.</param>
/// <param name="Lines">Codes of its file that work once.</param>
/// <param name="Counted">What it added, once all lines were gone through; null before.</param>
internal sealed record ImportRow(CampaignId Campaign, BatchId Id, int Lines, ImportRow.Added? Counted)
{
    /// <summary>No batch's id has the character after the word.</summary>
    public const string Prefix = "import|";

    private const string StartedAt = nameof(StartedAt);
    private const string Unique = nameof(Unique);
    private const string Personal = nameof(Personal);
    private const string Ends = nameof(Ends);

    /// <summary>Codes that came with the import: those of its lines that stand and came with no other.</summary>
    /// <param name="Unique">For anybody.</param>
    /// <param name="Personal">For one customer.</param>
    /// <param name="Ends">Of both, those with an end of their own, by the last business day on which they work for a time. What was counted before ends were has none.</param>
    public sealed record Added(long Unique, long Personal, ImmutableSortedDictionary<string, long> Ends)
    {
        /// <summary>No code.</summary>
        public static Added None { get; } = new(0, 0, OrdinalJson.Read<long>(null));

        public static Added operator +(Added one, Added other) => new(
            one.Unique + other.Unique,
            one.Personal + other.Personal,
            other.Ends.Aggregate(one.Ends, (sum, end) => sum.SetItem(end.Key, sum.GetValueOrDefault(end.Key) + end.Value)));

        /// <summary>One code.</summary>
        public static Added Of(IssuedCode code, BusinessCalendar calendar) => new(
            code.Kind == CodeKind.Personal ? 0 : 1,
            code.Kind == CodeKind.Personal ? 1 : 0,
            calendar.LastDayOf(code.ExpiresAt) is { } day ? None.Ends.Add(day, 1) : None.Ends);

        /// <summary>As a row says; null when it was not counted yet.</summary>
        public static Added? Read(TableEntity row) =>
            row.GetInt64(ImportRow.Unique) is { } unique && row.GetInt64(ImportRow.Personal) is { } personal
                ? new(unique, personal, OrdinalJson.Read<long>(row.GetLongText(ImportRow.Ends)))
                : null;

        /// <summary>Into a row.</summary>
        public void Set(TableEntity row)
        {
            row[ImportRow.Unique] = Unique;
            row[ImportRow.Personal] = Personal;
            row.SetLongText(ImportRow.Ends, OrdinalJson.Write(Ends));
        }
    }

    public int Pages => (Lines + CodePages.Size - 1) / CodePages.Size;

    /// <summary>The partition of its pages.</summary>
    public string PagePartition => Campaign.Value + "|" + Prefix + Id.Value;

    /// <summary>The row of an import that was first asked for at that time.</summary>
    public TableEntity ToRow(DateTimeOffset startedAt)
    {
        var row = ToRow();
        row[StartedAt] = startedAt;
        return row;
    }

    /// <summary>When it was first asked for; null of before that was kept.</summary>
    public static DateTimeOffset? StartedAtOf(TableEntity row) => row.GetDateTimeOffset(StartedAt);

    public TableEntity ToRow()
    {
        var row = new TableEntity(Campaign.Value, Prefix + Id.Value) { [nameof(Lines)] = Lines };
        Counted?.Set(row);
        return row;
    }

    public static ImportRow Read(TableEntity row) => new(
        CampaignId.Parse(row.PartitionKey),
        BatchId.Parse(row.RowKey[Prefix.Length..]),
        row.GetInt32(nameof(Lines)) ?? 0,
        Added.Read(row));
}
