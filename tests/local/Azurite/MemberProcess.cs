using System.Diagnostics;
using System.Globalization;

namespace PromoFunctions.Local.Azurite.Tests;

/// <summary>A member of a folder's Azurite in a process of its own (tests/local/Azurite.Member).</summary>
internal sealed class MemberProcess : IDisposable
{
    private readonly Process process;
    private readonly AzuriteRecord azurite;

    private MemberProcess(Process process, int azuriteProcessId, int tablePort)
    {
        this.process = process;
        azurite = new AzuriteRecord(azuriteProcessId, tablePort, ProcessIdentity.StartOf(azuriteProcessId));
    }

    internal int AzuriteProcessId => azurite.Pid;

    internal int TablePort => azurite.Port;

    /// <param name="endsWithStarter">As <see cref="AzuriteOptions.EndsWithStarter"/>.</param>
    internal static async Task<MemberProcess> StartAsync(string directory, CancellationToken cancellationToken, bool endsWithStarter = false)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PromoFunctions.Azurite.Member.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, directory, endsWithStarter ? "ends-with-starter" : "stays"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        Assert.NotNull(process);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.NotNull(line);
        int[] numbers = [.. line.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new MemberProcess(process, numbers[0], numbers[1]);
    }

    internal async Task LeaveAsync(CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>As `kill -9` does: it runs nothing more.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        if (azurite is { Started: not null, IsAlive: true })
        {
            ProcessIdentity.Kill(azurite.Pid); // A test that failed half-way.
        }
    }
}
