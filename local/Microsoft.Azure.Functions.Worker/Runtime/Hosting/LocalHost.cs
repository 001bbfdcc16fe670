using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>The app as <c>IHost</c>: starts the functions, says where they are, and leaves storage when it is disposed.</summary>
internal sealed class LocalHost : IHost, IAsyncDisposable
{
    private readonly PreparedRuntime runtime;
    private readonly WebApplication app;
    private readonly FunctionTable functions;
    private readonly IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware;
    private readonly bool isWeb;
    private SecondInterrupt? interrupt;
    private bool disposed;

    public LocalHost(
        WebApplicationBuilder builder,
        PreparedRuntime runtime,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        bool isWeb)
    {
        this.runtime = runtime;
        this.middleware = middleware;
        this.isWeb = isWeb;
        functions = new FunctionTable(runtime);

        // Registered last but for Kestrel, so that it stops before the app's own services do.
        builder.Services.AddHostedService(_ => functions);
        app = builder.Build();
    }

    public IServiceProvider Services => app.Services;

    /// <summary>The address that is listened on.</summary>
    public Uri BaseAddress => runtime.Port.Address;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartCoreAsync(cancellationToken);
        }
        catch (StartupException e)
        {
            await DisposeAsync();
            if (runtime.Setup.ExitOnFailure)
            {
                StartupFailure.Exit(e);
            }

            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        interrupt?.Dispose();
        try
        {
            await app.DisposeAsync();
            await functions.DisposeAsync();
        }
        finally
        {
            // Whatever a service of the app throws while it is disposed, storage is left.
            await runtime.DisposeAsync();
        }
    }

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        if (runtime.Setup.ExitOnFailure)
        {
            interrupt = new SecondInterrupt();
        }

        await functions.LoadAsync(app, middleware, isWeb, cancellationToken);
        await app.StartAsync(cancellationToken);
        await functions.AnnounceAsync(app);
        runtime.Started();
    }
}
