using System.Net.Sockets;
using System.Text;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;

/// <summary>What no HTTP client would send, byte by byte.</summary>
public sealed class RubbishTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private RunningApp? app;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(HttpFunctions)), new Probe(), builder => builder.Services.AddScoped<Scoped>());

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    public static TheoryData<string> Rubbish => new()
    {
        "GET /api/items/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/items/\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/items/%ff%fe%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/items/%c0%ae%c0%ae HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "rubbish\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /api/Anonymous HTTP/1.1\r\n\r\n",
        "GET /api/Anonymous HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /api/Anonymous HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
        "POST /api/Upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: minus\r\n\r\n",
        "POST /api/Upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /api/Upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n\r\n",
        $"GET /api/{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        $"GET /api/Anonymous HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 40000)}\r\n\r\n",
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Request_ThatNoFunctionCouldAnswer_IsAClientsErrorAndAProblem(string request)
    {
        var answer = await SendAsync(request);
        Assert.Matches("^HTTP/1.1 (4[0-9][0-9]|505) ", answer);
        Assert.Contains("Content-Type: application/problem+json\r\n", answer, StringComparison.Ordinal);
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains($"\"status\":{answer.AsSpan(9, 3)}", body, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_EmptyAndWithTheConnectionClosed_IsTheFunctionsOwn()
    {
        // As empty as Kestrel's own refusals look, but asked for.
        var answer = await SendAsync("GET /api/Outputs?teapot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 418 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("problem", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_GoodThenRubbishOnOneConnection_EachIsAnsweredForItself()
    {
        var answer = await SendAsync("GET /api/Anonymous HTTP/1.1\r\nHost: localhost\r\n\r\nrubbish\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("""{"hello":"GET"}""", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", app?.BaseAddress.Port ?? 0, Cancellation);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancellation);

        // The server closes after what it cannot read on from; the others ask it to.
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Cancellation);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The server closed before it had read everything; what it answered was received.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
