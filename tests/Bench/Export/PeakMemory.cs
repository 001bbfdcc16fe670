using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Export;

/// <summary>The most memory that a server had in use while something ran, looked at every 20 milliseconds.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private readonly ServerProcess _server;

    public PeakMemory(ServerProcess server)
    {
        _server = server;
        _watching = WatchAsync();
    }

    /// <summary>In bytes, so far.</summary>
    public long Bytes { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            Bytes = Math.Max(Bytes, _server.WorkingSet);
            await Task.Delay(TimeSpan.FromMilliseconds(20), _end.Token);
        }
    }
}
