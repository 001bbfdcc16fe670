using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

/// <summary>An Azurite that no other tests sweep: theirs would take what a lane left and publish it nowhere.</summary>
public sealed class OwnStorage : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    public string ConnectionString => _azurite.ConnectionString;

    public ValueTask InitializeAsync() => _azurite.InitializeAsync();

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();
}
