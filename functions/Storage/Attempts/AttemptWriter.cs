using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Attempts;

/// <summary>Writes attempts behind the requests' backs: what waits goes together, one transaction for each customer and each session. While storage is gone it waits and tries again.</summary>
internal sealed class AttemptWriter(AttemptTables tables, AttemptQueue queue, CodePseudonyms codes, SessionKeys sessions, TimeProvider clock, ILogger logger)
{
    private const int MostAtOnce = 200;
    private const int MostInTransaction = 100;

    // Few, since answers that shoppers wait for go first.
    private const int Width = 2;

    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs until the queue is closed and empty.</summary>
    /// <param name="stop">Leaves what cannot be written.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await queue.AnyAsync().ConfigureAwait(false))
        {
            if (queue.TakeDropped() is > 0 and var dropped)
            {
                Log.AttemptsDropped(logger, dropped);
            }

            var items = queue.Take(MostAtOnce);
            try
            {
                await WriteAsync([.. items.Select(item => item.Sent).OfType<SentCodes>()], stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // What cannot be written however often must not hold up what comes behind it.
                Log.AttemptsLost(logger, failure, items.Count);
            }
            finally
            {
                queue.Done(items);
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<SentCodes> sent, CancellationToken stop)
    {
        var groups = sent
            .SelectMany(one => RowsOf(one).Select(row => (Day: AttemptTables.DayOf(one.At), Row: row)))
            .GroupBy(one => (one.Day, one.Row.PartitionKey), one => one.Row)
            .SelectMany(group => group.Chunk(MostInTransaction).Select(rows => (group.Key.Day, Rows: rows)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = stop };
        await Parallel.ForEachAsync(groups, options, async (group, token) => await WriteAsync(group.Day, group.Rows, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Until it is written. What stands is this very write: rows that stand together were written together.</summary>
    private async Task WriteAsync(DateOnly day, TableEntity[] rows, CancellationToken stop)
    {
        for (var wait = LeastWait; ; wait = wait * 2 < MostWait ? wait * 2 : MostWait)
        {
            try
            {
                var table = await tables.MadeAsync(day, stop).ConfigureAwait(false);
                var result = rows is [var only]
                    ? await table.TryInsertAsync(only, stop).ConfigureAwait(false)
                    : (await table.TrySubmitAsync([.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))], stop).ConfigureAwait(false)).Result;
                if (result is WriteResult.Written or WriteResult.Exists)
                {
                    return;
                }
            }
            catch (Exception failure) when (StorageFailure.IsUnavailable(failure) && !stop.IsCancellationRequested)
            {
                Log.AttemptsWait(logger, failure.GetType().Name, wait);
            }

            await Task.Delay(wait, clock, stop).ConfigureAwait(false);
        }
    }

    private IEnumerable<TableEntity> RowsOf(SentCodes sent)
    {
        var (id, content) = (LaneServices.NewId(), AttemptContentBytes.Of(sent));
        var session = sent.Session is { } named ? AttemptRow.OfSession(sessions.Of(named)) : null;
        return sent.Codes.SelectMany((code, index) => AttemptRow.Of(sent, code, $"{id}{index:x}", codes.Of(code.Code), session, content));
    }
}
