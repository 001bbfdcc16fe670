using Azure.Messaging.ServiceBus;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.App.Health;

/// <summary>Table Storage: one point read.</summary>
internal sealed class StorageProbe(PromoTables tables) : IDependencyProbe
{
    public string Name => "storage";

    public Task ProbeAsync(CancellationToken cancellationToken) => tables.PingAsync(cancellationToken);
}

/// <summary>The queue of claims: a look at its first message, which stays where it is.</summary>
internal sealed class QueueProbe(ServiceBusClient client) : IDependencyProbe, IAsyncDisposable
{
    private readonly ServiceBusReceiver _receiver = client.CreateReceiver("claims");

    public string Name => "queue";

    public async Task ProbeAsync(CancellationToken cancellationToken) =>
        await _receiver.PeekMessageAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();
}
