using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Adds to customers' histories what an outbox row says of them: one request a customer, at most.</summary>
internal sealed class HistoryBook(PromoTables tables)
{
    private const int AtOnce = 8;

    /// <summary>Rows of one transaction (Table Storage's limit).</summary>
    private const int MostRows = 100;

    /// <summary>Adds every entry that names a customer. Doing it twice changes nothing: the same row makes the same writes.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sequence">Of the outbox row.</param>
    /// <param name="entries">What it holds.</param>
    /// <param name="turns">Each write waits for one.</param>
    /// <param name="cancellationToken">Stops between writes.</param>
    /// <exception cref="IOException">The storage did not answer.</exception>
    public async Task AddAsync(LaneKey lane, long sequence, IReadOnlyList<OutboxEntry> entries, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        var writes =
            from row in entries.SelectMany((entry, index) => entry.Customer is { } customer ? [HistoryRow.Of(customer, lane, sequence, index, entry)] : Array.Empty<TableEntity>())
            group row by row.PartitionKey into customer
            from write in customer.Chunk(MostRows)
            select write;
        await Parallel.ForEachAsync(writes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (write, token) =>
        {
            await turns.WaitAsync(token).ConfigureAwait(false);
            WriteResult result;
            try
            {
                result = write is [var only]
                    ? await tables.History.TryInsertAsync(only, token).ConfigureAwait(false)
                    : (await tables.History.TrySubmitAsync([.. write.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))], token).ConfigureAwait(false)).Result;
            }
            finally
            {
                turns.Release();
            }

            // What exists is this very write: rows that stand together were written together.
            if (result is not (WriteResult.Written or WriteResult.Exists))
            {
                throw new IOException("The customers' histories did not answer.");
            }
        }).ConfigureAwait(false);
    }
}
