using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>Counts requests, and breaks one off: from the <see cref="DieAt"/>th transaction on every request fails, as when the process died.</summary>
internal sealed class RequestLog : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _requests = new();
    private int _transactions;

    /// <summary>The transaction from which on nothing gets through; none when 0.</summary>
    public int DieAt { get; set; }

    /// <summary>Tables of the requests so far, in order of their beginning.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public int Transactions => Volatile.Read(ref _transactions);

    public void Clear() => _requests.Clear();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        return ProcessNextAsync(message, pipeline);
    }

    private void Count(HttpMessage message)
    {
        var path = message.Request.Uri.Path;
        var transaction = path.EndsWith("$batch", StringComparison.Ordinal);
        var number = transaction ? Interlocked.Increment(ref _transactions) : Transactions;
        if (DieAt > 0 && number >= DieAt)
        {
            throw new InvalidOperationException("The process died.");
        }

        _requests.Enqueue(message.Request.Method + " " + path);
    }
}
