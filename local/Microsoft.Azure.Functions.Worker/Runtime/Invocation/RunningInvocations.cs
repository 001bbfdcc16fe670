namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Counts the invocations of timers and queues, and lets them finish for a bounded time once the host stops. Requests are Kestrel's to drain.</summary>
/// <param name="limit">How long after <see cref="BeginDrain"/> the invocations' tokens are cancelled.</param>
internal sealed class RunningInvocations(TimeSpan limit) : IDisposable
{
    private readonly CancellationTokenSource giveUp = new();
    private int count;

    public int Count => Volatile.Read(ref count);

    /// <summary>Cancelled when the time to finish is over.</summary>
    public CancellationToken GiveUp => giveUp.Token;

    public void BeginDrain() => giveUp.CancelAfter(limit);

    /// <summary>Waits until none runs, or for a moment longer than the limit: a function that heeds its token ends then. True: none runs.</summary>
    public async Task<bool> WaitAsync()
    {
        var patience = TimeSpan.FromSeconds(2);
        var step = TimeSpan.FromMilliseconds(20);
        for (var waited = TimeSpan.Zero; Count > 0 && waited < patience;)
        {
            await Task.Delay(step);
            waited += GiveUp.IsCancellationRequested ? step : TimeSpan.Zero;
        }

        return Count == 0;
    }

    public void Enter() => Interlocked.Increment(ref count);

    public void Leave() => Interlocked.Decrement(ref count);

    public void Dispose() => giveUp.Dispose();
}
