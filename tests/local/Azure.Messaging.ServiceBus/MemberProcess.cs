using System.Diagnostics;

namespace PromoFunctions.Local.ServiceBus.Tests;

/// <summary>A receiver in a process of its own (tests/local/Azure.Messaging.ServiceBus.Member).</summary>
internal sealed class MemberProcess : IDisposable
{
    private readonly Process _process;

    private MemberProcess(Process process) => _process = process;

    /// <param name="connectionString">The namespace.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="what"><c>complete</c> or <c>hold</c>.</param>
    /// <param name="cancellationToken">Ends the wait for the process to be ready.</param>
    internal static async Task<MemberProcess> StartAsync(string connectionString, string queue, string what, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PromoFunctions.Azure.Messaging.ServiceBus.Member.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, connectionString, queue, what])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        Assert.NotNull(process);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(cancellationToken));
        return new MemberProcess(process);
    }

    /// <summary>The id of the next message that it has received; null when it has left.</summary>
    internal ValueTask<string?> NextAsync(CancellationToken cancellationToken) => _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Lets it leave once the queue is empty.</summary>
    /// <returns>The ids that it has received and not told of before.</returns>
    internal async Task<List<string>> FinishAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        var ids = new List<string>();
        while (await NextAsync(cancellationToken) is { } id)
        {
            ids.Add(id);
        }

        await _process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, _process.ExitCode);
        return ids;
    }

    /// <summary>As <c>kill -9</c> does: it runs nothing more.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
