using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Starts an app inside a process that has other things to do: a test.</summary>
internal static class LocalRuntime
{
    /// <summary>Starts the functions of <see cref="RuntimeSetup.Types"/>.</summary>
    /// <param name="setup">Port 0 takes any that is free; see <see cref="RunningApp.BaseAddress"/>.</param>
    /// <param name="configure">What Program does with its builder.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">It cannot start.</exception>
    public static async Task<RunningApp> StartAsync(
        RuntimeSetup setup,
        Action<FunctionsApplicationBuilder> configure,
        CancellationToken cancellationToken)
    {
        var prepared = await PreparedRuntime.PrepareAsync(setup with { ExitOnFailure = false }, cancellationToken);
        try
        {
            var builder = new FunctionsApplicationBuilder(prepared);
            configure(builder);
            var host = (LocalHost)builder.Build();
            await host.StartAsync(cancellationToken);
            return new RunningApp(host);
        }
        catch
        {
            await prepared.DisposeAsync();
            throw;
        }
    }
}

/// <summary>An app that runs in this process. Disposing it drains and stops it.</summary>
internal sealed class RunningApp(LocalHost host) : IAsyncDisposable
{
    private bool stopped;

    public Uri BaseAddress => host.BaseAddress;

    public IServiceProvider Services => host.Services;

    /// <summary>Drains and stops.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!stopped)
        {
            stopped = true;
            await host.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }
}
