using Azure.Data.Tables;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>
/// What an outbox row makes true elsewhere: the orders' decisions, the notes of codes that are used, the marks of refunds, the customers' histories,
/// and the journal. Every step is an insert that may be there already, so all of it may be done twice.
/// </summary>
/// <param name="tables">The installation's tables.</param>
/// <param name="orders">Where decisions go.</param>
/// <param name="codes">Where it is noted that a code is used.</param>
internal sealed class OutboxBooking(PromoTables tables, OrderBook orders, SettledCodes codes) : IDisposable
{
    /// <summary>Inserts of all deliveries of this process at once: few, so that the answers that shoppers wait for come first in a burst.</summary>
    private const int MostInserts = 12;

    private readonly SemaphoreSlim _turns = new(MostInserts);
    private readonly HistoryBook _history = new(tables);

    /// <summary>Told when an attempt's decision stands in the table.</summary>
    public event Action<OrderKey>? Decided;

    /// <summary>Books a row in all those places.</summary>
    /// <param name="lane">The row's lane.</param>
    /// <param name="sequence">Its sequence there.</param>
    /// <param name="batch">Of the transaction that wrote it.</param>
    /// <param name="entries">What it holds.</param>
    /// <param name="attempts">The attempts that it took uses for, as far as they may be undecided.</param>
    /// <param name="cancellationToken">Stops between writes.</param>
    /// <exception cref="IOException">The storage did not answer.</exception>
    public async Task BookAsync(LaneKey lane, long sequence, string batch, IReadOnlyList<OutboxEntry> entries, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        await DecideAsync(entries, attempts, cancellationToken).ConfigureAwait(false);
        foreach (var refund in entries.Select(entry => entry.Refund).OfType<string>().Distinct().Select(RefundKey.Parse))
        {
            if (await tables.Orders.TryInsertAsync(new TableEntity(refund.Order, refund.DoneRow(lane)), cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
            {
                throw new IOException("The orders did not answer.");
            }
        }

        await _history.AddAsync(lane, sequence, entries, _turns, cancellationToken).ConfigureAwait(false);
        var journal = OutboxEntry.ToRow(JournalRow.Partition(lane, entries[0].Day), JournalRow.Key(sequence), batch, entries);
        if (await tables.Journal.TryInsertAsync(journal, cancellationToken).ConfigureAwait(false) == WriteResult.Unknown)
        {
            throw new IOException("The journal did not answer.");
        }
    }

    /// <summary>Notes that the codes of an attempt are used, where no outbox row tells it.</summary>
    /// <param name="find">Finds the attempt that was redeemed, once it is its turn.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    public async Task SettleAsync(Func<CancellationToken, Task<Attempt?>> find, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await find(cancellationToken).ConfigureAwait(false) is { } attempt)
            {
                await codes.SettleAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task DecideAsync(IReadOnlyList<OutboxEntry> entries, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var taken = entries.Where(entry => entry.Takes).GroupBy(entry => entry.RedemptionId).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        await Parallel.ForEachAsync(attempts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (attempt, token) =>
        {
            var entry = taken[attempt.Key.RedemptionId];
            await _turns.WaitAsync(token).ConfigureAwait(false);
            try
            {
                await orders.DecideAsync(attempt.Key, Decision.Commit(attempt, entry.At, entry.HeldUntil), token).ConfigureAwait(false);
                if (entry.HeldUntil is null)
                {
                    await codes.SettleAsync(attempt, token).ConfigureAwait(false);
                }
            }
            finally
            {
                _turns.Release();
            }

            Decided?.Invoke(attempt.Key);
        }).ConfigureAwait(false);
    }
}
