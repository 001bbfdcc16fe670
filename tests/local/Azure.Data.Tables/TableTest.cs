using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace PromoFunctions.Azure.Data.Tables.Tests;

/// <summary>A test with a table of its own in the emulator, deleted after it.</summary>
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string ConnectionString { get; } = azurite.ConnectionString;

    protected TableServiceClient Service { get; } = new(azurite.ConnectionString);

    protected TableClient Table { get; } = new(azurite.ConnectionString, NewTableName());

    public virtual async ValueTask InitializeAsync() => await Table.CreateAsync(Stop);

    public virtual async ValueTask DisposeAsync()
    {
        await Table.DeleteAsync(CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    protected static string NewTableName() => "T" + Guid.NewGuid().ToString("N");
}
