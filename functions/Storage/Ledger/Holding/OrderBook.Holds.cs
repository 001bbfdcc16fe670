using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Ends of holds, added to their decisions by ETag, so that there is one; and the attempts that follow them.</content>
internal sealed partial class OrderBook
{
    /// <summary>How a hold ended, or null while nobody has ended it.</summary>
    public async Task<HoldEnding?> FindEndingAsync(OrderKey key, CancellationToken cancellationToken) =>
        (await FindDecisionAsync(key, cancellationToken).ConfigureAwait(false))?.Ending;

    /// <summary>Ends a hold unless it has ended; answers the end that stands.</summary>
    /// <param name="key">The hold's attempt.</param>
    /// <param name="decision">As last read.</param>
    /// <param name="ending">The end to give it.</param>
    /// <param name="at">Storage time.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    public async Task<HoldEnding> EndAsync(OrderKey key, Decision decision, HoldEnding ending, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (decision.Ending is { } standing)
            {
                return standing;
            }

            if (decision.ETag is { } read
                && (await tables.Orders.TryMergeAsync(Decision.EndingRow(key, ending, at), read, cancellationToken).ConfigureAwait(false)).Result == WriteResult.Written)
            {
                return ending;
            }

            // Somebody was faster, or the end is not known, or the row was just inserted: it tells.
            decision = await FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) ?? throw new InvalidDataException("A hold's decision is gone.");
        }
    }

    /// <summary>Ends a hold whose deadline has passed unless it has ended; answers the end that stands. Its decision may be on its way still.</summary>
    public async Task<HoldEnding> ExpireAsync(HeldUses held, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var decision = await FindDecisionAsync(held.Key, cancellationToken).ConfigureAwait(false);
        if (decision is null)
        {
            var attempt = await FindAttemptAsync(held.Key, cancellationToken).ConfigureAwait(false) ?? throw new InvalidDataException("Uses are held for nobody.");
            decision = await DecideAsync(held.Key, Decision.Commit(attempt, held.Uses.Entries[0].At, held.Until), cancellationToken).ConfigureAwait(false);
        }

        return await EndAsync(held.Key, decision, HoldEnding.Expired, at, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last attempt that exists, from one on that does: as many requests as its number has binary digits, twice at most, since no number is left out.</summary>
    /// <param name="from">An attempt that exists.</param>
    /// <param name="before">Its <see cref="Attempt.Before"/>.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    public async Task<(OrderKey Last, int Before)> FindLastAsync(OrderKey from, int before, CancellationToken cancellationToken)
    {
        var (last, step) = (from, 1);
        for (; await FindBeforeAsync(last with { Attempt = last.Attempt + step }, cancellationToken).ConfigureAwait(false) is { } found; step *= 2)
        {
            (last, before) = (last with { Attempt = last.Attempt + step }, found);
        }

        // The last one lies less than a step ahead.
        for (step /= 2; step > 0; step /= 2)
        {
            if (await FindBeforeAsync(last with { Attempt = last.Attempt + step }, cancellationToken).ConfigureAwait(false) is { } found)
            {
                (last, before) = (last with { Attempt = last.Attempt + step }, found);
            }
        }

        return (last, before);
    }

    /// <summary>An attempt's <see cref="Attempt.Before"/>; null when there is no such attempt.</summary>
    private async Task<int?> FindBeforeAsync(OrderKey key, CancellationToken cancellationToken)
    {
        var row = await tables.Orders.GetEntityIfExistsAsync<TableEntity>(key.Hash, key.IntentRow, [nameof(Attempt.Before)], cancellationToken).ConfigureAwait(false);
        return row is { HasValue: true, Value: { } found } ? found.GetInt32(nameof(Attempt.Before)) ?? 0 : null;
    }
}
