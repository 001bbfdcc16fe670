using Azure.Core;
using Azure.Core.Pipeline;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>Carries the requests of one process to tables in memory instead of over the network.</summary>
internal sealed class MemoryTransport(MemoryTables tables, string process, LandingOrder? order) : HttpPipelineTransport
{
    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is used asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var request = await MemoryRequest.OfAsync(message.Request, message.CancellationToken).ConfigureAwait(false);
        MemoryAnswer answer;
        if (order is null)
        {
            await Task.Yield();
            answer = tables.Answer(request);
            await Task.Yield();
        }
        else
        {
            // Who gives up waiting does not take back what is on its way.
            answer = await order.LandAsync(process, request, tables.Answer).WaitAsync(message.CancellationToken).ConfigureAwait(false);
        }

        List<(string, string)> headers = [("Content-Type", answer.ContentType), .. answer.Continuation];
        if (answer.ETag is { } etag)
        {
            headers.Add(("ETag", etag));
        }

        message.Response = FaultResponse.Again(message.Request.ClientRequestId, new(answer.Status, answer.Reason, headers, answer.Body));
    }
}
