using Microsoft.Extensions.Hosting;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.App;

/// <summary>Creates the tables that are missing before the first function runs.</summary>
internal sealed class TablesAtStart(PromoTables tables) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => tables.CreateAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
