using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Running;

/// <summary>
/// One running App for all tests of the collection, with an Azurite of its own. Every test names its campaigns, codes and
/// orders itself, so that none meets another's; announced campaigns would, and are kept to currencies that no other test uses.
/// </summary>
public sealed class Shop : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private AppProcess? _app;

    /// <summary>What <c>--data</c> names, for a second App.</summary>
    internal string DataDirectory => _azurite.DataDirectory;

    /// <summary>Under which the App's queues are read and written past it.</summary>
    internal string ServiceBusConnectionString => _azurite.ServiceBusConnectionString;

    /// <summary>Under which its tables are read past the App.</summary>
    internal string StorageConnectionString => _azurite.ConnectionString;

    internal AppProcess App => _app ?? throw new InvalidOperationException("The shop is not open yet.");

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _app = await AppProcess.StartAsync(_azurite.DataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _azurite.DisposeAsync();
    }
}

/// <summary>Those who share the shop's App; they run one after the other.</summary>
[CollectionDefinition(nameof(Shop))]
public sealed class ShopCollection : ICollectionFixture<Shop>;
