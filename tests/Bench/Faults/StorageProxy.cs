using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PromoFunctions.Bench.Faults;

/// <summary>What a proxy does with a request.</summary>
internal enum Passage
{
    /// <summary>Passes it on.</summary>
    Open,

    /// <summary>Passes it on after <see cref="StorageProxy.Delay"/>.</summary>
    Slow,

    /// <summary>Answers 503 ServerBusy, as Table Storage does when it throttles.</summary>
    Busy,

    /// <summary>Hangs up.</summary>
    Shut,
}

/// <summary>Stands between an App and its tables, or its queues, which the local Service Bus keeps in tables.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);

    private static readonly string[] s_hops = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Expect"];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(5) };
    private readonly Uri _storage;
    private readonly WebApplication _server;

    private StorageProxy(Uri storage)
    {
        _storage = storage;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(PassAsync);
    }

    public Passage Passage { get; set; }

    public int Port => new Uri(_server.Urls.Single()).Port;

    public static async Task<StorageProxy> StartAsync(int tablePort)
    {
        var proxy = new StorageProxy(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{tablePort}")));
        await proxy._server.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        switch (Passage)
        {
            case Passage.Busy:
                http.Response.StatusCode = 503;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("""{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"The server is busy."}}}""");
                return;
            case Passage.Shut:
                http.Abort();
                return;
            case Passage.Slow:
                await Task.Delay(Delay, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Passage.Open:
                break;
            default:
                throw new InvalidOperationException($"There is no passage {Passage}.");
        }

        try
        {
            await ForwardAsync(http);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task ForwardAsync(HttpContext http)
    {
        // As it came over the wire: the signature is over it.
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_storage, target));
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        request.Content = body.Length > 0 ? new StreamContent(body) : null;
        foreach (var (name, values) in http.Request.Headers.Where(header => !s_hops.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !s_hops.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
