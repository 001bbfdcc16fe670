using Microsoft.Extensions.Hosting;
using PromoFunctions.Storage.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Creates the desk's tables that are missing before the first function runs.</summary>
internal sealed class ClaimTablesAtStart(TableClaimStore claims) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => claims.CreateTablesAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
