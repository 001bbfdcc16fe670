using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>What only a process can show: exit codes, signals, a sudden death.</summary>
public sealed class ProcessTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_AskedFor_IsPrintedAndEndsWithZero()
    {
        await using var process = SampleProcess.Start(["--help"]);
        var (code, output, errors) = await process.ExitAsync();
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--no-demo", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_Unknown_EndsWithTwoAndASentence()
    {
        await using var process = SampleProcess.Start(["--prot", "80"]);
        var (code, _, errors) = await process.ExitAsync();
        Assert.Equal(2, code);
        Assert.StartsWith("Unknown option '--prot'.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_InUse_EndsWithOneAndASentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var process = SampleProcess.Start(Arguments("--port", port.ToString(CultureInfo.InvariantCulture)));
        await AssertRefusedAsync(process, $"Port {port} is in use; take another one with --port, or --port 0 for any that is free.");
    }

    [Fact]
    public async Task DataFolder_ThatCannotBe_EndsWithOneAndASentence()
    {
        using var folder = new TempFolder("nofolder");
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        var impossible = Path.Combine(file, "data");
        await using var process = SampleProcess.Start(["--port", "0", "--no-demo", "--data", impossible]);
        await AssertRefusedAsync(process, $"The folder {impossible} cannot be written to; name another one with --data.");
    }

    [Fact]
    public async Task Node_Missing_EndsWithOneAndASentence()
    {
        using var folder = new TempFolder("nonode");
        await using var process = SampleProcess.Start(["--port", "0", "--no-demo", "--data", folder.Path], path: folder.Path);
        var (code, _, errors) = await process.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains("Node", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_ThatTheAppRefuses_EndsWithOneAndASentenceAndLeavesStorage()
    {
        using var folder = new TempFolder("refused");
        await using var process = SampleProcess.Start(["--port", "0", "--no-demo", "--data", folder.Path], setting: ("Wrong", "7"));
        await AssertRefusedAsync(process, "The setting Wrong is '7'.");

        // Where an Azurite runs, this says which.
        Assert.False(File.Exists(Path.Combine(folder.Path, "azurite.json")));
    }

    [Fact]
    public async Task Termination_WhileARequestRuns_AnswersItAndEndsWithZero()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        await using var process = SampleProcess.Start(Arguments());
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };
        var call = client.GetStringAsync(new Uri("/api/slow/2", UriKind.Relative), Cancellation);
        await process.LineAsync("slow began");
        process.Signal("TERM");
        Assert.Equal("GET", await call);
        Assert.Equal(0, (await process.ExitAsync()).Code);
    }

    [Fact]
    public async Task Interrupt_Twice_EndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        await using var process = SampleProcess.Start(Arguments());
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };
        var call = client.GetStringAsync(new Uri("/api/slow/600", UriKind.Relative), Cancellation);
        await process.LineAsync("slow began");
        process.Signal("INT");

        // Draining, it takes no one new: then the first signal has been heeded.
        await RefusesAsync(client.BaseAddress);
        process.Signal("INT");
        Assert.Equal(130, (await process.ExitAsync()).Code);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task Timer_OfAProcessThatIsKilled_RunsInTheOtherOne()
    {
        await using var first = SampleProcess.Start(Arguments());
        await first.AddressAsync();
        await first.LineAsync("tick ");
        await using var second = SampleProcess.Start(Arguments());
        await second.AddressAsync();
        first.Kill();
        await second.LineAsync("tick ");
    }

    private string[] Arguments(params string[] more) =>
        more.Length > 0 ? ["--no-demo", "--data", azurite.DataDirectory, .. more] : ["--no-demo", "--data", azurite.DataDirectory, "--port", "0"];

    private static async Task AssertRefusedAsync(SampleProcess process, string sentence)
    {
        var (code, _, errors) = await process.ExitAsync();
        Assert.Equal((1, sentence), (code, errors.TrimEnd()));
    }

    private static async Task RefusesAsync(Uri? address)
    {
        for (var refused = false; !refused;)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address?.Host ?? "", address?.Port ?? 0, Cancellation);
                await Task.Delay(20, Cancellation);
            }
            catch (SocketException)
            {
                refused = true;
            }
        }
    }
}
