using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Table <c>Orders</c>: intents and decisions. Rows are inserted; all that is changed is that a hold's end is added to its decision.</summary>
internal sealed partial class OrderBook(PromoTables tables)
{
    /// <summary>Inserts an intent. False: another one stands there.</summary>
    public async Task<bool> TryOpenAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Retroactive)
        {
            // Before anything is taken, so that the order's next claim sees it.
            await tables.Orders.UpsertEntityAsync(new TableEntity(attempt.Key.Hash, OrderKey.ClaimedRow), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            switch (await tables.Orders.TryInsertAsync(attempt.ToRow(), cancellationToken).ConfigureAwait(false))
            {
                case WriteResult.Written:
                    return true;
                case WriteResult.Exists:
                    return false;
                default:
                    // It may have landed: the nonce tells. Should it be on its way still, the next insert meets it.
                    if (await FindAttemptAsync(attempt.Key, cancellationToken).ConfigureAwait(false) is { } standing)
                    {
                        return standing.Nonce == attempt.Nonce;
                    }

                    break;
            }
        }
    }

    /// <summary>All rows of an order on which a claim was paid, or was to be; null for any other, as one request tells.</summary>
    public async Task<OrderRows?> FindClaimedAsync(string hash, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(hash, OrderKey.ClaimedRow, cancellationToken).ConfigureAwait(false) is null
            ? null
            : await OrderRows.ReadAsync(tables, hash, cancellationToken).ConfigureAwait(false);

    /// <summary>The intent of an attempt, or null.</summary>
    public async Task<Attempt?> FindAttemptAsync(OrderKey key, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(key.Hash, key.IntentRow, cancellationToken).ConfigureAwait(false) is { } row ? Attempt.Read(key, row) : null;

    /// <summary>The decision of an attempt, or null.</summary>
    public async Task<Decision?> FindDecisionAsync(OrderKey key, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(key.Hash, key.DecisionRow, cancellationToken).ConfigureAwait(false) is { } row ? Decision.Read(key, row) : null;

    /// <summary>Decides an attempt unless it is decided; answers the decision that stands.</summary>
    public async Task<Decision> DecideAsync(OrderKey key, Decision decision, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await tables.Orders.TryInsertAsync(decision.ToRow(key), cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return decision;
            }

            if (await FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                return standing;
            }
        }
    }

    /// <summary>Marks that somebody other than its owner settles this attempt.</summary>
    public Task MarkTakeoverAsync(OrderKey key, CancellationToken cancellationToken) =>
        tables.Orders.UpsertEntityAsync(new TableEntity(key.Hash, key.TakeoverRow), TableUpdateMode.Replace, cancellationToken);
}
