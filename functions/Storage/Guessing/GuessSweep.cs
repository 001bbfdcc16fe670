using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Guessing;

/// <summary>
/// Deletes what counts no more. Both tables hold little more than the last ten minutes, so a reading of what is due is nearly a
/// reading of what exists.
/// </summary>
public sealed class GuessSweep(PromoTables tables, TimeProvider clock)
{
    private const int MostInTransaction = 100;

    /// <summary>How long after its end a row still stands, since instances' clocks differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Deletes the rows that are due: a request per hundred of a partition.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var due = clock.GetUtcNow() - Grace;
        return await DeleteAsync(tables.Guesses, TableClient.CreateQueryFilter($"ForgottenAt lt {due}"), cancellationToken).ConfigureAwait(false)
            + await DeleteAsync(tables.GuessBlocks, TableClient.CreateQueryFilter($"Until lt {due}"), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> DeleteAsync(TableClient table, string filter, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var batch = new List<TableTransactionAction>(MostInTransaction);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (batch.Count == MostInTransaction || (batch.Count > 0 && batch[0].Entity.PartitionKey != row.PartitionKey))
            {
                deleted += await SubmitAsync(table, batch, cancellationToken).ConfigureAwait(false);
                batch.Clear();
            }

            // With the ETag that was read: who sends an unknown code at this very moment is counted on.
            batch.Add(new(TableTransactionActionType.Delete, row, row.ETag));
        }

        return deleted + await SubmitAsync(table, batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes all but the rows that changed; they, and those of a lost answer, are looked at in the next run.</summary>
    private static async Task<int> SubmitAsync(TableClient table, List<TableTransactionAction> batch, CancellationToken cancellationToken)
    {
        while (batch.Count > 0)
        {
            var outcome = await table.TrySubmitAsync(batch, cancellationToken).ConfigureAwait(false);
            if (outcome.Result == WriteResult.Written)
            {
                return batch.Count;
            }

            if (outcome.Result == WriteResult.Unknown || outcome.FailedIndex < 0)
            {
                return 0;
            }

            batch.RemoveAt(outcome.FailedIndex);
        }

        return 0;
    }
}
