using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests;

/// <summary>What functions tell their test, in order, and what the test tells them.</summary>
public sealed class Probe
{
    private readonly Channel<string> seen = Channel.CreateUnbounded<string>();

    public ConcurrentBag<object> Objects { get; } = [];

    /// <summary>What a function waits for before it goes on.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count { get; set; }

    public void Saw(string what) => seen.Writer.TryWrite(what);

    /// <summary>The next thing that a function tells; long enough a wait for any machine, so that only its absence fails.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return await seen.Reader.ReadAsync(limit.Token);
    }

    public bool TryNext(out string? what) => seen.Reader.TryRead(out what);
}
