using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>The codes of a batch, made from its seed again, with what became of them.</summary>
/// <remarks>
/// A request for each chunk, whatever else the table holds. Of a batch that was broken off, the chunks up to its record stand, those that are a
/// <see cref="BatchIssuer.Stretch"/> beyond do not, and those between are asked for: a chunk is one transaction, so one code tells.
/// </remarks>
internal sealed class BatchListing(PromoTables tables)
{
    private const int Width = 32;

    /// <summary>The codes that stand, by code.</summary>
    public async IAsyncEnumerable<IssuedCode> ListAsync(BatchRow batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = Chunks(0, batch).ToAsyncEnumerable().ReadAheadAsync(Width, (chunk, token) => ChunkAsync(batch, chunk, token), cancellationToken);
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            foreach (var code in chunk)
            {
                yield return code;
            }
        }
    }

    /// <summary>How many codes stand. No request for a batch that is complete.</summary>
    public async Task<int> CountAsync(BatchRow batch, CancellationToken cancellationToken)
    {
        if (batch.Complete)
        {
            return batch.Codes.Count;
        }

        var count = batch.ChunksDone * CodeBatch.ChunkSize;
        var beyond = Chunks(batch.ChunksDone, batch).ToAsyncEnumerable().ReadAheadAsync(Width, (chunk, token) => ChunkAsync(batch, chunk, token), cancellationToken);
        await foreach (var chunk in beyond.ConfigureAwait(false))
        {
            count += chunk.Count;
        }

        return count;
    }

    private static IEnumerable<int> Chunks(int from, BatchRow batch) =>
        Enumerable.Range(from, Math.Min(batch.ChunksDone + BatchIssuer.Stretch, batch.Codes.Chunks) - from);

    private async Task<IReadOnlyList<IssuedCode>> ChunkAsync(BatchRow batch, int chunk, CancellationToken cancellationToken)
    {
        var codes = batch.Codes.CodesOf(chunk).Take(batch.Codes.SizeOf(chunk)).ToArray();
        var partition = CodeRow.PartitionOf(codes[0]);

        // Before the chunk's row, which is written first: a chunk that is seen to stand is then seen as it is.
        var stands = chunk < batch.ChunksDone
            || (await tables.Codes.FindAsync(partition, codes[0].Value, cancellationToken).ConfigureAwait(false) is { } first && CodeRow.IsOf(first, batch.Campaign, batch.Id));
        var row = await tables.Codes.FindAsync(partition, ChunkRow.Key, cancellationToken).ConfigureAwait(false);
        if (ChunkRow.IsRedrawn(row))
        {
            return await RedrawnAsync(batch, partition, cancellationToken).ConfigureAwait(false);
        }

        if (!stands)
        {
            return [];
        }

        Array.Sort(codes);
        return [.. codes.Select(code => ChunkRow.Read(row, code, batch))];
    }

    private async Task<IReadOnlyList<IssuedCode>> RedrawnAsync(BatchRow batch, string partition, CancellationToken cancellationToken)
    {
        var found = new List<IssuedCode>(CodeBatch.ChunkSize);
        await foreach (var row in tables.Codes.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (CodeRow.IsOf(row, batch.Campaign, batch.Id))
            {
                found.Add(CodeRow.Read(row));
            }
        }

        return found;
    }
}
