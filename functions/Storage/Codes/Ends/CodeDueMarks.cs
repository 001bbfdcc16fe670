using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Marks codes for the sweep. Before the code is written: a mark without a code does no harm, a code without a mark would never end in any count.</summary>
internal sealed class CodeDueMarks(PromoTables tables, TimeProvider clock)
{
    private const int MostActions = 100;

    /// <summary>Marks codes; again is no harm.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="group">What is marked together: those of one minute take one request a hundred.</param>
    /// <param name="entries">The codes' entries, each once, and from when each is to be looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task NoteAsync(string kind, string group, IEnumerable<(string Entry, DateTimeOffset At)> entries, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var partition in entries.GroupBy(entry => CodeDueRow.Partition(kind, entry.At, now, group), StringComparer.Ordinal))
        {
            foreach (var chunk in partition.Chunk(MostActions))
            {
                var actions = chunk.Select(entry => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition.Key, entry.Entry))).ToList();

                // The client's own retries do no harm: nothing refuses an upsert.
                await tables.CodeDue.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes marks of one partition away; those that are gone already do no harm.</summary>
    public async Task DropAsync(IReadOnlyCollection<TableEntity> marks, CancellationToken cancellationToken)
    {
        foreach (var chunk in marks.Chunk(MostActions))
        {
            var actions = chunk.Select(mark => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(mark.PartitionKey, mark.RowKey), Azure.ETag.All)).ToList();
            if ((await tables.CodeDue.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false)).Result != WriteResult.Written)
            {
                // Another sweep was here: one by one, whoever took which.
                foreach (var mark in chunk)
                {
                    await tables.CodeDue.DeleteEntityAsync(mark.PartitionKey, mark.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
