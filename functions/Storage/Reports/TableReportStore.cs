using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>Reports in table <c>Reports</c>. Every transaction carries the ETag of the report's own row, so that two writers never mix their rows.</summary>
public sealed class TableReportStore(PromoTables tables) : IReportStore
{
    private const int MostActions = 100;
    private const int MostTries = 10;

    /// <inheritdoc/>
    public async Task SaveAsync(Report report, CancellationToken cancellationToken)
    {
        // The list first: it may then name a report that is not written yet, never leave out one that is.
        await ListAsync(report, cancellationToken).ConfigureAwait(false);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var standing = await tables.Reports.FindAsync(ReportRows.Partition(report.Period), ReportRows.HeadRow, cancellationToken).ConfigureAwait(false);
            if ((standing is not null && ReportRows.IsWhole(standing) && !Replaces(report, standing))
                || await TryWriteAsync(report, standing, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new IOException($"The report {report.Period} could not be written: others write it all the time.");
    }

    /// <inheritdoc/>
    public async Task<Report?> FindAsync(ReportPeriod period, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        var partition = ReportRows.Partition(period);
        await foreach (var row in tables.Reports.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return ReportRows.Read(period, rows);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReportListing>> ListAsync(int most, ReportPeriod? after, CancellationToken cancellationToken)
    {
        var items = new List<ReportListing>();
        var from = after is null ? "" : ReportRows.IndexKey(after);
        var rows = tables.Reports.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {ReportRows.IndexPartition} and RowKey gt {from}"),
            maxPerPage: Math.Min(most, 1_000),
            cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (ReportRows.ReadIndex(row) is { } item)
            {
                items.Add(item);
                if (items.Count == most)
                {
                    break;
                }
            }
        }

        return items;
    }

    private static bool Replaces(Report report, TableEntity standing) =>
        report.Closed == ReportRows.IsClosed(standing) ? report.ComputedAt > ReportRows.ComputedAt(standing) : report.Closed;

    private async Task ListAsync(Report report, CancellationToken cancellationToken)
    {
        var row = ReportRows.Index(report);
        while (true)
        {
            var standing = await tables.Reports.FindAsync(row.PartitionKey, row.RowKey, cancellationToken).ConfigureAwait(false);
            if (standing is not null && !Replaces(report, standing))
            {
                return;
            }

            var result = standing is null
                ? await tables.Reports.TryInsertAsync(row, cancellationToken).ConfigureAwait(false)
                : await tables.Reports.TryReplaceAsync(row, standing.ETag, cancellationToken).ConfigureAwait(false);
            if (result == WriteResult.Unknown)
            {
                throw new IOException("The list of reports did not answer.");
            }
        }
    }

    /// <summary>False when somebody else wrote in between, or it is not known whether it was written: look again.</summary>
    private async Task<bool> TryWriteAsync(Report report, TableEntity? standing, CancellationToken cancellationToken)
    {
        var body = ReportRows.Body(report);
        var actions = body.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
        var kept = body.Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
        await foreach (var row in StandingAsync(report.Period, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey != ReportRows.HeadRow && !kept.Contains(row.RowKey))
            {
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All));
            }
        }

        var etag = standing?.ETag;
        var chunks = actions.Chunk(MostActions - 1).DefaultIfEmpty([]).ToList();
        for (var i = 0; i < chunks.Count; i++)
        {
            var head = ReportRows.Head(report, body.Count, whole: i == chunks.Count - 1);
            var fence = etag is { } known
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, known)
                : new TableTransactionAction(TableTransactionActionType.Add, head);
            var result = await tables.Reports.TrySubmitAsync([fence, .. chunks[i]], cancellationToken).ConfigureAwait(false);
            if (result.Result != WriteResult.Written)
            {
                return false;
            }

            etag = result.ETags[0];
        }

        return true;
    }

    private AsyncPageable<TableEntity> StandingAsync(ReportPeriod period, CancellationToken cancellationToken)
    {
        var partition = ReportRows.Partition(period);
        return tables.Reports.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
    }
}
