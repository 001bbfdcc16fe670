using System.Net.Sockets;
using System.Text;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Running;

/// <summary>The App is asked to end, as a scale-in or Ctrl-C does.</summary>
public sealed class DrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 5 * 60_000)]
    public async Task Termination_WhileARedemptionComesIn_AnswersItAndEndsWithZero()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signal.");
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        await using var app = await AppProcess.StartAsync(azurite.DataDirectory);
        var (_, code, _) = await Sample.GivenCampaignAsync(app);
        var redemption = Sample.Redemption(code);
        var body = Encoding.UTF8.GetBytes(redemption.ToJsonString());
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, Cancellation);
        await using var stream = socket.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // The server asks for the body once the function reads it: from there on the request is under way.
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/redemptions HTTP/1.1\r\nHost: {app.Address.Authority}\r\nx-functions-key: storefront-local\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"), Cancellation);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Cancellation));
        await stream.WriteAsync(body.AsMemory(0, body.Length / 2), Cancellation);

        app.Terminate();
        await RefusesNewOnesAsync(app.Address);
        await stream.WriteAsync(body.AsMemory(body.Length / 2), Cancellation);

        Assert.Equal("", await reader.ReadLineAsync(Cancellation));
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync(Cancellation));
        Assert.Equal(0, await app.ExitAsync());
        await using var next = await AppProcess.StartAsync(azurite.DataDirectory);
        (await next.Storefront.GetAsync($"redemptions?orderId={redemption["orderId"]}")).MustBe(200);
    }

    private static async Task RefusesNewOnesAsync(Uri address)
    {
        while (true)
        {
            try
            {
                using var other = new TcpClient();
                await other.ConnectAsync(address.Host, address.Port, Cancellation);
                await Task.Delay(20, Cancellation);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
