using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Storage.Tests.Attempts;

/// <summary>The way to storage: counts what passes, and can be cut or held up.</summary>
internal sealed class Wire : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _passed = new();
    private int _refused;

    /// <summary>Whether nothing gets through.</summary>
    public bool Cut { get; set; }

    /// <summary>What requests wait for; null for nothing.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Methods of the requests that passed.</summary>
    public IReadOnlyList<string> Passed => [.. _passed];

    /// <summary>How many did not.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void Clear() => _passed.Clear();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        if (Cut)
        {
            Interlocked.Increment(ref _refused);
            throw new IOException("The storage is gone.");
        }

        _passed.Enqueue(message.Request.Method.Method);
        await ProcessNextAsync(message, pipeline);
    }
}
