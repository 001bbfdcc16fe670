using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>
/// The way to an emulator on this machine. The shared transport follows <c>http_proxy</c> even there, and no proxy
/// leads back to this machine's loopback.
/// </summary>
internal static class LoopbackTransport
{
#pragma warning disable CA2000 // Kept for as long as the process lives, like the shared transport that it stands in for.
    private static readonly HttpClientTransport s_direct = new(new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
    })
    {
        // Each try has the time that the options' NetworkTimeout gives it.
        Timeout = Timeout.InfiniteTimeSpan,
    });
#pragma warning restore CA2000

    /// <summary>Builds a pipeline, over the direct way when the endpoint is this machine and the caller has chosen none.</summary>
    public static HttpPipeline Build(HttpPipelineOptions pipeline, Uri endpoint)
    {
        var options = pipeline.ClientOptions;
        if (!endpoint.IsLoopback || !ReferenceEquals(options.Transport, HttpClientTransport.Shared))
        {
            return HttpPipelineBuilder.Build(pipeline);
        }

        // The options are the caller's, who may use them for another endpoint next.
        options.Transport = s_direct;
        try
        {
            return HttpPipelineBuilder.Build(pipeline);
        }
        finally
        {
            options.Transport = HttpClientTransport.Shared;
        }
    }
}
