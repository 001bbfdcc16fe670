using System.Net.Sockets;
using System.Text;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Bodies that no HTTP client would send: the caller is told that they are wrong, not that something of ours is.</summary>
[Collection(nameof(Shop))]
public sealed class BrokenBodiesTests(Shop shop)
{
    private const string Head = "POST /api/codes/validate HTTP/1.1\r\nHost: localhost\r\nx-functions-key: storefront-local\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nthree\r\n{}\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{}4\r\n")]

    // The server ends a body that drips: the rest never comes.
    [InlineData("Content-Length: 100\r\n\r\n{")]
    public async Task Body_ThatBreaksOff_Is400(string rest)
    {
        var answer = await SendAsync(Head + rest);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("could not be read to its end", answer, StringComparison.Ordinal);
    }

    /// <summary>Sends it and reads until the answer's body is there.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(shop.App.Address.Host, shop.App.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        while (!answer.ToString().Contains('}', StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0)
            {
                break;
            }

            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
