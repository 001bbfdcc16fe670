using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>The codes on Table Storage.</summary>
public sealed class TableCodeStore(PromoTables tables, TableRedemptionLedger ledger, ICampaignCatalog catalog, TimeProvider clock) : ICodeStore
{
    private readonly BatchIssuer _issuer = new(tables);
    private readonly PersonalCodes _personal = new(tables, clock);

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
    public Task<IssuedCode> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken) => _personal.IssueAsync(issue, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImportCodeOutcome> ImportAsync(IssuedCode code, CancellationToken cancellationToken)
    {
        if (code.BoundTo is { } customer)
        {
            await _personal.KeepAsync(customer, "import|" + code.Code.Value, code, cancellationToken).ConfigureAwait(false);
        }

        var row = CodeRow.Of(code);
        while (true)
        {
            var result = await tables.Codes.TryInsertAsync(row, cancellationToken).ConfigureAwait(false);
            if (result == WriteResult.Written)
            {
                return ImportCodeOutcome.Added;
            }

            if (await FindAsync(code.Code, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                var same = standing.CampaignId == code.CampaignId && standing.Kind == code.Kind && standing.BoundTo == code.BoundTo && standing.ExpiresAt == code.ExpiresAt;
                return same ? ImportCodeOutcome.Repeated : ImportCodeOutcome.Exists;
            }
        }
    }

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
            if (await tables.Codes.TryReplaceAsync(row, row.ETag, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return SetCodeStatusOutcome.Set;
            }
        }

        return SetCodeStatusOutcome.NoCode;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Campaign eq {campaign.Value}");
        if (batch is not null)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Batch eq {batch.Value}");
            if (await tables.Batches.FindAsync(campaign.Value, batch.Value, cancellationToken).ConfigureAwait(false) is { } row)
            {
                // A batch's partitions lie side by side: only they are read, however many codes there are beside them.
                var start = BatchRow.Read(row).Codes.Start;
                var end = start[..^1] + (char)(start[^1] + 1);
                filter = TableClient.CreateQueryFilter($"PartitionKey ge {start} and PartitionKey lt {end}") + " and " + filter;
            }
        }

        await foreach (var row in tables.Codes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return CodeRow.Read(row);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IssuedBatch>> BatchesAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        var batches = new List<IssuedBatch>();
        await foreach (var row in tables.Batches.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            batches.Add(BatchRow.Read(row).Issued);
        }

        return batches;
    }
}
