using System.Globalization;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Table <c>ClaimDeliveries</c>: a row for each decision of which something is still to be delivered, so that a sweep reads what
/// is due and nothing else. It is written before the decision and deleted when all is delivered; the claim itself says what is left.
/// </summary>
internal sealed class ClaimDeliveries(TableClient table)
{
    private const char Between = '|';

    /// <summary>Lists a decision.</summary>
    public async Task AddAsync(ClaimDelivery delivery, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(new TableEntity(PartitionOf(delivery), RowOf(delivery)), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes a decision off the list.</summary>
    public async Task RemoveAsync(ClaimDelivery delivery, CancellationToken cancellationToken) =>
        await table.DeleteEntityAsync(PartitionOf(delivery), RowOf(delivery), cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>The decisions that were listed before an instant. The table holds no others than those that are due, so it is read whole.</summary>
    public IAsyncEnumerable<ClaimDelivery> ReadAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(cancellationToken: cancellationToken)
            .Where(row => !(row.Timestamp >= before))
            .Select(row => Read(row.RowKey));

    // The first digit of the claim's hash: sixteen partitions share the writing.
    private static string PartitionOf(ClaimDelivery delivery) => ClaimKeys.PartitionOf(delivery.Id)[..1];

    private static string RowOf(ClaimDelivery delivery) =>
        string.Create(CultureInfo.InvariantCulture, $"{delivery.Id.Value}{Between}{delivery.Decision}");

    private static ClaimDelivery Read(string row)
    {
        var between = row.LastIndexOf(Between);
        return new(ClaimId.Parse(row[..between]), int.Parse(row.AsSpan(between + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}

/// <summary>A decision of which something is still to be delivered.</summary>
/// <param name="Id">The claim.</param>
/// <param name="Decision">Which of its decisions, from 1: a later one has a row of its own, which nobody deletes with the earlier one's.</param>
internal sealed record ClaimDelivery(ClaimId Id, int Decision)
{
    /// <summary>What is to be listed for a state; null when nothing is left to be delivered.</summary>
    public static ClaimDelivery? Of(ClaimId id, ClaimState state) => state.ToDeliver.Count > 0 ? new(id, state.Decisions) : null;
}
