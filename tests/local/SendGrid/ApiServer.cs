using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SendGrid.Tests;

/// <summary>An HTTP server on a port of its own that keeps what it was asked and gives the answers it was told to, the last one for ever.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Queue<(int Status, string Body)> answers;

    private ApiServer(WebApplication app, Queue<(int Status, string Body)> answers)
    {
        this.app = app;
        this.answers = answers;
    }

    internal List<Asked> Requests { get; } = [];

    internal string Address => app.Urls.Single();

    internal static async Task<ApiServer> StartAsync(params (int Status, string Body)[] answers)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var server = new ApiServer(app, new Queue<(int, string)>(answers));
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Add(new Asked(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()));
        (int status, string body) = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        context.Response.StatusCode = status;
        context.Response.Headers["X-Message-Id"] = "m-1";
        await context.Response.WriteAsync(body);
    }

    internal sealed record Asked(string Method, string Path, Dictionary<string, string> Headers, string Body);
}
