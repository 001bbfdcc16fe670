using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>Counts requests, and lets a process die: from the <see cref="DieAt"/>th transaction, or after <see cref="RequestsLeft"/>, every request fails.</summary>
internal sealed class RequestLog : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _requests = new();
    private int _transactions;

    /// <summary>The transaction from which on nothing gets through; none when 0.</summary>
    public int DieAt { get; set; }

    /// <summary>Requests that still get through; null for all.</summary>
    public int? RequestsLeft { get; set; }

    /// <summary>Whether the request with which it dies gets through, though its answer does not.</summary>
    public bool LastLands { get; set; }

    /// <summary>Tables of the requests so far, in order of their beginning.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public int Transactions => Volatile.Read(ref _transactions);

    public void Clear() => _requests.Clear();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Count(message))
        {
            ProcessNext(message, pipeline);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Count(message))
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        await ProcessNextAsync(message, pipeline);
        throw Died();
    }

    /// <summary>False for a request that lands and whose answer is lost.</summary>
    private bool Count(HttpMessage message)
    {
        var path = message.Request.Uri.Path;
        var transaction = path.EndsWith("$batch", StringComparison.Ordinal);
        var number = transaction ? Interlocked.Increment(ref _transactions) : Transactions;
        var last = false;
        lock (_requests)
        {
            if ((DieAt > 0 && number >= DieAt) || RequestsLeft < 0 || (RequestsLeft == 0 && !LastLands))
            {
                throw Died();
            }

            last = RequestsLeft == 0;
            RequestsLeft--;
        }

        _requests.Enqueue(message.Request.Method + " " + path);
        return !last;
    }

    private static InvalidOperationException Died() => new("The process died.");
}
