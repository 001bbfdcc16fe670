using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>Writes the codes of a batch, a transaction of a hundred inserts for each chunk.</summary>
/// <remarks>
/// Any number of callers may do it at once, and any of them may die at any instruction: the codes follow from the batch's seed,
/// and inserts meet what stands. An insert never overwrites, so a code that was redeemed meanwhile stays redeemed.
/// </remarks>
internal sealed class BatchIssuer(PromoTables tables)
{
    /// <summary>Chunks between two records of progress: what a crash may have to look at again, and how far at most a batch is beyond its record.</summary>
    public const int Stretch = 64;

    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = 8 };

    /// <summary>The batch of that id; inserted when there is none.</summary>
    public async Task<(BatchRow Row, bool Created)> OpenAsync(CampaignId campaign, BatchId id, CodeBatch codes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mine = new BatchRow(campaign, id, codes, now, 0, default);
        while (true)
        {
            await tables.Batches.TryInsertAsync(mine.ToRow(), cancellationToken).ConfigureAwait(false);

            // Read whatever came of it: the ETag is needed, and the seed tells whether it is ours.
            if (await FindAsync(campaign, id, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                return (standing, standing.Codes.Seed.Span.SequenceEqual(codes.Seed.Span));
            }
        }
    }

    /// <summary>Issues what is missing.</summary>
    public async Task CompleteAsync(BatchRow batch, CancellationToken cancellationToken)
    {
        for (var row = batch; !row.Complete;)
        {
            var end = Math.Min(row.ChunksDone + Stretch, row.Codes.Chunks);
            var options = new ParallelOptions { MaxDegreeOfParallelism = Width.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
            await Parallel.ForAsync(row.ChunksDone, end, options, async (chunk, token) => await IssueAsync(row, chunk, token).ConfigureAwait(false)).ConfigureAwait(false);
            row = await RecordAsync(row, end, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BatchRow?> FindAsync(CampaignId campaign, BatchId id, CancellationToken cancellationToken) =>
        await tables.Batches.FindAsync(campaign.Value, id.Value, cancellationToken).ConfigureAwait(false) is { } row ? BatchRow.Read(row) : null;

    private async Task IssueAsync(BatchRow batch, int chunk, CancellationToken cancellationToken)
    {
        using var stream = batch.Codes.CodesOf(chunk).GetEnumerator();
        var actions = new List<TableTransactionAction>(CodeBatch.ChunkSize);
        while (actions.Count < batch.Codes.SizeOf(chunk))
        {
            actions.Add(Next(batch, stream));
        }

        while (true)
        {
            var result = await tables.Codes.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
            if (result.Result == WriteResult.Written)
            {
                return;
            }

            if (result.Result == WriteResult.Changed)
            {
                throw new InvalidOperationException("The table of codes is missing.");
            }

            // Refused by a code that stands; or not known, and then the first code tells whether it landed.
            var refused = Math.Max(result.FailedIndex, 0);
            var entity = actions[refused].Entity;
            if (await tables.Codes.FindAsync(entity.PartitionKey, entity.RowKey, cancellationToken).ConfigureAwait(false) is not { } standing)
            {
                continue;
            }

            if (CodeRow.IsOf(standing, batch.Campaign, batch.Id))
            {
                // A chunk is one transaction, so all of it stands.
                return;
            }

            // The shop has that very code already, imported perhaps: the next one of the stream takes its place, here and in any repeat.
            // Noted first, since then the seed alone no longer tells which codes the chunk has.
            await tables.Codes.UpsertEntityAsync(ChunkRow.OfRedrawn(entity.PartitionKey), TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
            actions[refused] = Next(batch, stream);
        }
    }

    private static TableTransactionAction Next(BatchRow batch, IEnumerator<PromoCode> stream)
    {
        stream.MoveNext();
        return new(TableTransactionActionType.Add, CodeRow.Of(new IssuedCode(stream.Current, batch.Campaign, CodeKind.Unique) { Batch = batch.Id }));
    }

    /// <summary>Notes how far the batch is; whoever is further wins.</summary>
    private async Task<BatchRow> RecordAsync(BatchRow row, int done, CancellationToken cancellationToken)
    {
        var next = row with { ChunksDone = done };
        await tables.Batches.TryReplaceAsync(next.ToRow(), row.ETag, cancellationToken).ConfigureAwait(false);

        // Refused or not known: another caller's record counts as well as ours, and a lower one costs a second look at most.
        return await FindAsync(row.Campaign, row.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("A batch's row is gone.");
    }
}
