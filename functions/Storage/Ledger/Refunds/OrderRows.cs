using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A redemption of an order, with what it asked for.</summary>
/// <param name="Attempt">The intent.</param>
/// <param name="Redemption">As it stands.</param>
/// <param name="ConfirmedAt">Of a hold, when it became a redemption; null of any other.</param>
internal sealed record TakenRedemption(Attempt Attempt, Redemption Redemption, DateTimeOffset? ConfirmedAt)
{
    /// <summary>The instant on whose day the discount is in the reports: a retroactive one is there as an adjustment of the order's day, a confirmed hold with its confirmation.</summary>
    public DateTimeOffset ReportedAt => Attempt.PlacedAt ?? ConfirmedAt ?? Redemption.RedeemedAt;
}

/// <summary>All that table <c>Orders</c> holds of one order, by one query.</summary>
internal sealed class OrderRows
{
    private readonly string _hash;
    private readonly Dictionary<string, TableEntity> _rows = new(StringComparer.Ordinal);

    private OrderRows(string hash) => _hash = hash;

    /// <summary>What its refunds come to.</summary>
    public RefundTotals Totals => _rows.TryGetValue(RefundKey.TotalsRow, out var row) ? RefundTotals.Read(row) : RefundTotals.None;

    public static async Task<OrderRows> ReadAsync(PromoTables tables, string hash, CancellationToken cancellationToken)
    {
        var order = new OrderRows(hash);
        await foreach (var row in tables.Orders.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {hash}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            order._rows[row.RowKey] = row;
        }

        return order;
    }

    /// <summary>A refund of it, or null.</summary>
    public RefundRecord? Find(RefundKey key) => _rows.TryGetValue(key.Row, out var row) ? RefundRecord.Read(key, row) : null;

    /// <summary>Whether every lane has applied a refund.</summary>
    public bool IsDone(RefundRecord refund) => refund.Lanes.All(lane => _rows.ContainsKey(refund.Key.DoneRow(lane)));

    /// <summary>Every redemption of the order, the retroactive ones too, by attempt. One whose decision is not written yet is looked for in its lane.</summary>
    public async Task<IReadOnlyList<TakenRedemption>> RedemptionsAsync(OrderResolver resolver, HoldBook holds, CancellationToken cancellationToken)
    {
        var taken = new List<TakenRedemption>();
        foreach (var (rowKey, row) in _rows.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            if (OrderKey.OfIntentRow(_hash, rowKey) is not { } key)
            {
                continue;
            }

            var decision = _rows.TryGetValue(key.DecisionRow, out var decided)
                ? Decision.Read(key, decided)
                : await resolver.LookAsync(key, cancellationToken).ConfigureAwait(false);
            if (decision?.Redemption is { } redemption)
            {
                // Read before the hold's present state is asked for, so a confirmation in between is one of this very moment.
                var confirmedAt = decided is null ? null : Decision.ConfirmedAtOf(decided);
                taken.Add(new(Attempt.Read(key, row), await holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false), confirmedAt));
            }
        }

        return taken;
    }
}
