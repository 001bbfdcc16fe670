using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PromoFunctions.Azure.Data.Tables.Tests.Protocol;

/// <summary>A server that answers each request as the test says, by its number from 1, and remembers what it was asked.</summary>
public sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private MisbehavingServer(WebApplication app) => _app = app;

    public int Requests => Volatile.Read(ref _requests);

    public ConcurrentQueue<(string Target, IHeaderDictionary Headers)> Seen { get; } = new();

    public Uri Endpoint => new(_app.Urls.Single() + "/devstoreaccount1");

    public static async Task<MisbehavingServer> Start(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new MisbehavingServer(app);
        app.Run(context =>
        {
            server.Seen.Enqueue((context.Request.Path + context.Request.QueryString, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            return answer(context, Interlocked.Increment(ref server._requests));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>An answer with a status and, where there is one, the service's error body.</summary>
    public static Task Answer(HttpContext context, int status, string? code = null)
    {
        context.Response.StatusCode = status;
        return code is null
            ? Task.CompletedTask
            : context.Response.WriteAsync($$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"No.\nRequestId:1"}}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
