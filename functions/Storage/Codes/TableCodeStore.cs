using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>The codes on Table Storage.</summary>
public sealed class TableCodeStore(PromoTables tables, TableRedemptionLedger ledger, ICampaignCatalog catalog, TimeProvider clock) : ICodeStore
{
    private readonly BatchIssuer _issuer = new(tables);
    private readonly BatchListing _batches = new(tables);
    private readonly CodeChanges _changes = new(tables);
    private readonly PersonalTally _tally = new(tables, ledger.Calendar);
    private readonly PersonalCodes _personal = new(tables, clock, ledger.Calendar);
    private readonly CodeImports _imports = new(tables, clock, ledger.Calendar);

    /// <inheritdoc/>
    public async Task<IssuedCode?> FindAsync(PromoCode code, CancellationToken cancellationToken) =>
        await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } row ? CodeRow.Read(row) : null;

    /// <inheritdoc/>
    public async Task<IssueBatchOutcome> IssueBatchAsync(CampaignId campaign, BatchId id, PromoCode prefix, int count, CancellationToken cancellationToken)
    {
        var (batch, created) = await _issuer.OpenAsync(campaign, id, CodeBatch.Create(prefix, count), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (batch.Codes.Count != count || batch.Codes.Prefix != prefix)
        {
            return new IssueBatchOutcome.OtherContent(batch.Issued);
        }

        await _issuer.CompleteAsync(batch, cancellationToken).ConfigureAwait(false);
        return new IssueBatchOutcome.Complete(created);
    }

    /// <inheritdoc/>
    public Task<IssuePersonalOutcome> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken) => _personal.IssueAsync(issue, cancellationToken);

    /// <inheritdoc/>
    public Task<IssuedCode?> FindPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        _personal.FindAsync(campaign, issueId, customer, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) =>
        _personal.ForgetAsync(campaign, issueId, customer, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PersonalCode> PersonalOfAsync(CustomerKey customer, HistoryPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (code, issuedAt, place) in _personal.OfAsync(customer, after, cancellationToken).ConfigureAwait(false))
        {
            var used = code.TakenBy is { } taker && await ledger.Marks.HoldsAsync(taker, cancellationToken).ConfigureAwait(false);
            yield return new(code, issuedAt, used, place);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<PromoCode> PersonalNamesOfAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        PersonalCodes.NamesOfAsync(tables, customer.Value, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId import, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken) =>
        _imports.ImportAsync(campaign, import, codes, cancellationToken);

    /// <inheritdoc/>
    public async Task<SetCodeStatusOutcome> SetStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken)
    {
        while (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is { } row)
        {
            var standing = CodeRow.Read(row);
            if (standing.Kind == CodeKind.Public)
            {
                return await catalog.SetCodeStatusAsync(code, status, cancellationToken).ConfigureAwait(false);
            }

            if (standing.Status == status)
            {
                return SetCodeStatusOutcome.Set;
            }

            if (standing.Status == CodeStatus.Voided)
            {
                return SetCodeStatusOutcome.Voided;
            }

            // A redemption that was decided by the old status and is still under way must end before the change is answered.
            if (standing.TakenBy is { } taker && !await ledger.Marks.HoldsAsync(taker, cancellationToken).ConfigureAwait(false))
            {
                row[CodeRow.TakenBy] = "";
            }

            row[CodeRow.Status] = (int)status;
            row[CodeRow.Version] = (standing.Stamp?.Version ?? 0) + 1;

            // Refused or not known: the next look tells.
            if (await _changes.TryReplaceAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return SetCodeStatusOutcome.Set;
            }
        }

        return SetCodeStatusOutcome.NoCode;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(campaign, cancellationToken).ConfigureAwait(false))
        {
            if (batch is null || row.RowKey == batch.Value || row.RowKey == ImportRow.Prefix + batch.Value)
            {
                await foreach (var code in ListAsync(row, cancellationToken).ConfigureAwait(false))
                {
                    yield return code;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeCount>> CountsAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        var (counts, personal) = (new List<CodeCount>(), 0L);
        await foreach (var row in RowsAsync(campaign, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey.StartsWith(PersonalTally.Prefix, StringComparison.Ordinal))
            {
                personal += await _tally.CountAsync(row, cancellationToken).ConfigureAwait(false);
            }
            else if (row.RowKey.StartsWith(ImportRow.Prefix, StringComparison.Ordinal))
            {
                var import = ImportRow.Read(row);
                var added = await _imports.CountAsync(import, cancellationToken).ConfigureAwait(false);
                counts.Add(new(import.Id, added.Unique, added.Personal));
            }
            else
            {
                var batch = BatchRow.Read(row);
                counts.Add(new(batch.Id, await _batches.CountAsync(batch, cancellationToken).ConfigureAwait(false), 0));
            }
        }

        return personal > 0 ? [.. counts, new CodeCount(null, 0, personal)] : counts;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodesOfDay>> IssuedByDayAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        var issued = new List<CodesOfDay>();
        await foreach (var row in RowsAsync(campaign, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey.StartsWith(PersonalTally.Prefix, StringComparison.Ordinal))
            {
                issued.AddRange(await _tally.CountByDayAsync(row, cancellationToken).ConfigureAwait(false));
            }
            else if (row.RowKey.StartsWith(ImportRow.Prefix, StringComparison.Ordinal))
            {
                var import = ImportRow.Read(row);
                var added = await _imports.CountAsync(import, cancellationToken).ConfigureAwait(false);
                var day = ImportRow.StartedAtOf(row) is { } at ? ledger.Calendar.DayOf(at) : null;
                issued.AddRange(added.Ends.Select(end => new CodesOfDay(import.Id, day, end.Key, end.Value)));
                issued.Add(new(import.Id, day, null, added.Unique + added.Personal - added.Ends.Values.Sum()));
            }
            else
            {
                var batch = BatchRow.Read(row);
                issued.Add(new(batch.Id, ledger.Calendar.DayOf(batch.StartedAt), null, await _batches.CountAsync(batch, cancellationToken).ConfigureAwait(false)));
            }
        }

        return issued;
    }

    private AsyncPageable<TableEntity> RowsAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        tables.Batches.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), cancellationToken: cancellationToken);

    private IAsyncEnumerable<IssuedCode> ListAsync(TableEntity row, CancellationToken cancellationToken) =>
        row.RowKey.StartsWith(PersonalTally.Prefix, StringComparison.Ordinal) ? _tally.ListAsync(row, cancellationToken).Select(CodeRow.Read)
        : row.RowKey.StartsWith(ImportRow.Prefix, StringComparison.Ordinal) ? _imports.ListAsync(ImportRow.Read(row), cancellationToken)
        : _batches.ListAsync(BatchRow.Read(row), cancellationToken);
}
