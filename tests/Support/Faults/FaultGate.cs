using System.Collections.Concurrent;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Tests.Support.Faults;

/// <summary>All storage requests of one process go through this policy, which lets them meet the faults of a plan and records them.</summary>
/// <remarks>
/// Add it at <see cref="HttpPipelinePosition.BeforeTransport"/> to every client of the process: there every try passes by, signed,
/// and what a fault does to it looks to the client's own retries as the network would.
/// </remarks>
/// <param name="process">The process's name in records.</param>
/// <param name="plan">What happens to which request.</param>
public sealed class FaultGate(string process, FaultPlan plan) : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<RecordedRequest> _sent = new();
    private readonly ConcurrentBag<Task> _late = [];
    private readonly ConcurrentDictionary<string, KeptResponse> _read = new(StringComparer.Ordinal);
    private volatile bool _stopped;
    private int _number;

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyCollection<RecordedRequest> Sent => _sent;

    /// <summary>Whether the process is dead.</summary>
    public bool Stopped => _stopped;

    /// <summary>The name of the process.</summary>
    public override string ToString() => process;

    /// <summary>Rewrites transactions before they are sent, to plant a bug; null leaves them as they are.</summary>
    public Func<string, string>? RewriteTransaction { get; init; }

    /// <summary>Rewrites what these readings are answered, to plant a bug; null, for all of them or for one, leaves it as it is.</summary>
    public Func<SentRequest, string, string?>? RewriteAnswer { get; init; }

    /// <summary>Answers transactions before they are sent, to plant a bug.</summary>
    public bool AcknowledgeEarly { get; init; }

    /// <summary>Answers these readings, from the second on, with what the first one got, to plant a bug; null reads always.</summary>
    public Func<SentRequest, bool>? StaleReads { get; init; }

    /// <summary>Answers these writes as written without sending them, to plant a bug; null sends all.</summary>
    public Func<SentRequest, bool>? Pretends { get; init; }

    /// <summary>Kills the process: each request from now on fails, and answers under way are lost.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Ends when everything that was to arrive late has arrived.</summary>
    public Task SettleAsync() => Task.WhenAll(_late);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ThrowIfStopped();
        var number = Interlocked.Increment(ref _number);
        var body = await BodyAsync(message).ConfigureAwait(false);
        var request = new SentRequest(process, message.Request.Method.Method, Uri.UnescapeDataString(message.Request.Uri.ToUri().PathAndQuery), Encoding.UTF8.GetString(body));
        if (request.IsTransaction && RewriteTransaction is { } rewrite)
        {
            body = Encoding.UTF8.GetBytes(rewrite(request.Body));
            message.Request.Content = RequestContent.Create(body);
            message.Request.Headers.Remove("Content-Length");
        }

        var fault = plan.Next(number, request);
        _sent.Enqueue(new(number, request, fault, DateTime.UtcNow));
        if (AcknowledgeEarly && request.IsTransaction)
        {
            SendLater(message, body, plan.HoldUpAsync(number, CancellationToken.None), pipeline);
            message.Response = FaultResponse.Acknowledge(message.Request.ClientRequestId, request.Body);
            return;
        }

        if (Pretends?.Invoke(request) == true)
        {
            message.Response = FaultResponse.Of(message.Request.ClientRequestId, 204, "No Content");
            return;
        }

        switch (fault)
        {
            case Fault.Drop:
                throw Lost();
            case Fault.Busy:
                message.Response = FaultResponse.Of(message.Request.ClientRequestId, 503, "Server Busy");
                return;
            case Fault.Refused:
                message.Response = FaultResponse.Of(message.Request.ClientRequestId, 400, "Bad Request");
                return;
            case Fault.Late:
                SendLater(message, body, plan.HoldUpAsync(number, CancellationToken.None), pipeline);
                throw Lost();
            case Fault.Crash:
                Stop();
                break;
            case Fault.Slow:
                await plan.HoldUpAsync(number, message.CancellationToken).ConfigureAwait(false);
                break;
        }

        ThrowIfStopped();
        var stale = request.Method == "GET" && StaleReads?.Invoke(request) == true;
        if (stale && _read.TryGetValue(request.Path, out var first))
        {
            message.Response = FaultResponse.Again(message.Request.ClientRequestId, first);
            return;
        }

        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        if (stale)
        {
            _read[request.Path] = await KeptResponse.OfAsync(message.Response, message.CancellationToken).ConfigureAwait(false);
            message.Response = FaultResponse.Again(message.Request.ClientRequestId, _read[request.Path]);
        }

        if (request.Method == "GET" && RewriteAnswer is { } change)
        {
            var kept = await KeptResponse.OfAsync(message.Response, message.CancellationToken).ConfigureAwait(false);
            message.Response = FaultResponse.Again(
                message.Request.ClientRequestId,
                change(request, Encoding.UTF8.GetString(kept.Body)) is { } changed ? kept with { Body = Encoding.UTF8.GetBytes(changed) } : kept);
        }

        switch (fault)
        {
            case Fault.LandThen500:
                message.Response.Dispose();
                message.Response = FaultResponse.Of(message.Request.ClientRequestId, 500, "Internal Server Error");
                break;
            case Fault.LandThenSlow:
                await plan.HoldUpAsync(number, message.CancellationToken).ConfigureAwait(false);
                break;
            case Fault.LandThenLose:
                throw Lost();
            case Fault.LandThenTimeout:
                throw new TaskCanceledException("The request took longer than the configured timeout.", new TimeoutException());
            case Fault.LandThenCrash:
                Stop();
                break;
        }

        ThrowIfStopped();
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is used asynchronously.");

    private static RequestFailedException Lost() => new(0, "The connection was lost.", new IOException("The connection was lost."));

    private static async Task<byte[]> BodyAsync(HttpMessage message)
    {
        if (message.Request.Content is not { } content)
        {
            return [];
        }

        using var copy = new MemoryStream();
        await content.WriteToAsync(copy, message.CancellationToken).ConfigureAwait(false);
        return copy.ToArray();
    }

    /// <summary>Sends a copy after a while, whatever has become of its process: it was on its way, and goes where the request would have gone.</summary>
    private void SendLater(HttpMessage message, byte[] body, Task until, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = HttpClientTransport.Shared.CreateRequest();
        request.Method = message.Request.Method;
        request.Uri.Reset(message.Request.Uri.ToUri());
        foreach (var header in message.Request.Headers.Where(header => header.Name != "Content-Length"))
        {
            request.Headers.Add(header);
        }

        if (message.Request.Content is not null)
        {
            request.Content = RequestContent.Create(body);
        }

        var copy = new HttpMessage(request, message.ResponseClassifier);
        _late.Add(Task.Run(async () =>
        {
            await until.ConfigureAwait(false);
            using (copy)
            {
                await ProcessNextAsync(copy, pipeline).ConfigureAwait(false);
            }
        }));
    }

    private void ThrowIfStopped()
    {
        if (_stopped)
        {
            throw new RequestFailedException(0, "The process is dead.", new IOException("The process is dead."));
        }
    }
}
