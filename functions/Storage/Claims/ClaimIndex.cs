using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// The lists of claims. A row is written before what it stands for, so a crash leaves nothing unlisted; it may stand for
/// nothing, or for what has changed since, so whoever reads it looks at the claim.
/// </summary>
internal sealed class ClaimIndex(TableClient table)
{
    /// <summary>Puts a claim into lists.</summary>
    public Task AddAsync(ClaimId id, DateTimeOffset receivedAt, IEnumerable<string> lists, CancellationToken cancellationToken) =>
        Task.WhenAll(lists.Select(list => AddAsync(new ClaimIndexKey(list, receivedAt, id), cancellationToken)));

    /// <summary>Takes a claim out of a list.</summary>
    public async Task RemoveAsync(ClaimIndexKey key, CancellationToken cancellationToken) =>
        await table.DeleteEntityAsync(key.Partition, key.Row, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>The rows of a list, the newest first.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="from">Received at this instant or later.</param>
    /// <param name="to">Received before this instant.</param>
    /// <param name="after">Only what comes after this place.</param>
    /// <param name="expected">About how many rows will be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(DateTimeOffset ReceivedAt, ClaimId Id)> ReadAsync(
        string list,
        DateTimeOffset? from,
        DateTimeOffset? to,
        ClaimPlace? after,
        int expected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newest = after is not null && !(after.ReceivedAt > to) ? after.ReceivedAt : to ?? DateTimeOffset.MaxValue;
        var first = ClaimIndexKey.PartitionAt(list, newest);
        var last = ClaimIndexKey.PartitionAt(list, from ?? DateTimeOffset.MinValue);
        var afterRow = after is null ? null : new ClaimIndexKey(list, after.ReceivedAt, after.Id).Row;
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}"),
            maxPerPage: Math.Clamp(expected, 1, 1000),
            select: [nameof(TableEntity.RowKey)],
            cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            var (receivedAt, id) = ClaimIndexKey.Read(row.RowKey);
            if (!(receivedAt < from) && !(receivedAt >= to) && (afterRow is null || string.CompareOrdinal(row.RowKey, afterRow) > 0))
            {
                yield return (receivedAt, id);
            }
        }
    }

    private async Task AddAsync(ClaimIndexKey key, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(new TableEntity(key.Partition, key.Row), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
}
