using Azure.Data.Tables;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Work;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Work;

/// <summary>Table <c>Work</c>: partition <c>work</c>, a row for each function.</summary>
public sealed class TableWorkBoard(PromoTables tables) : IWorkBoard
{
    private const string Partition = "work";

    /// <inheritdoc/>
    public Task NoteAsync(WorkProgress progress, CancellationToken cancellationToken) => tables.Work.UpsertEntityAsync(
        new TableEntity(Partition, progress.Name)
        {
            [nameof(WorkProgress.State)] = Vocabulary<WorkState>.Words[progress.State],
            [nameof(WorkProgress.Step)] = progress.Step,
            [nameof(WorkProgress.Done)] = progress.Done,
            [nameof(WorkProgress.StartedAt)] = progress.StartedAt,
            [nameof(WorkProgress.UpdatedAt)] = progress.UpdatedAt,
        },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkProgress>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<WorkProgress>();
        await foreach (var row in tables.Work.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (Vocabulary<WorkState>.Words.TryFind(row.GetString(nameof(WorkProgress.State)) ?? "", out var state))
            {
                found.Add(new(
                    row.RowKey,
                    state,
                    row.GetString(nameof(WorkProgress.Step)) ?? "",
                    row.GetInt64(nameof(WorkProgress.Done)) ?? 0,
                    row.GetDateTimeOffset(nameof(WorkProgress.StartedAt)) ?? default,
                    row.GetDateTimeOffset(nameof(WorkProgress.UpdatedAt)) ?? default));
            }
        }

        return found;
    }
}
