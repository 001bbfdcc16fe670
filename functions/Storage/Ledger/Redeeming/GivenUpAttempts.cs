using System.Collections.Concurrent;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Writes down, behind the answers, that nothing came of attempts.</summary>
/// <remarks>
/// The order's next request in this process waits for it, one in another looks again until it stands; should this process die first, it is settled
/// after 15 seconds as any other.
/// </remarks>
internal sealed class GivenUpAttempts(OrderBook orders)
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>Starts to write it down.</summary>
    public void Add(OrderKey key)
    {
        var written = orders.DecideAsync(key, Decision.Abort, CancellationToken.None);
        _underWay[key.SlotKey] = written;
        _ = written.ContinueWith(
            done =>
            {
                _underWay.TryRemove(new(key.SlotKey, written));
                return done.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    /// <summary>Ends once nothing is being written of an order, whether or not that went well.</summary>
    /// <param name="any">Any of the order's attempts.</param>
    public async Task WaitAsync(OrderKey any)
    {
        if (_underWay.TryGetValue(any.SlotKey, out var written))
        {
            await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends once all that is being written now has ended.</summary>
    public async Task DrainAsync() => await Task.WhenAll(_underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
