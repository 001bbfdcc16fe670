using PromoFunctions.Local.Azurite;
using Xunit;

namespace PromoFunctions.Tests.Support;

/// <summary>
/// An Azurite of one's own: tables in memory, a free port, a folder that is deleted afterwards. One per test assembly is
/// enough when every test names its tables itself (a start takes about two seconds):
/// <code>
/// [assembly: AssemblyFixture(typeof(AzuriteFixture))]
///
/// public sealed class MyTests(AzuriteFixture azurite)
/// {
///     [Fact]
///     public async Task Subject_Situation_Outcome()
///     {
///         var tables = new TableServiceClient(azurite.ConnectionString);
///         TableClient table = tables.GetTableClient(AzuriteFixture.NewName("orders"));
/// </code>
/// It ends with the test process, even with one that is killed.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new("azurite");
    private AzuriteHost? host;

    /// <summary>The storage connection string of its table service.</summary>
    public string ConnectionString => Host.ConnectionString;

    /// <summary>The Service Bus connection string under which <c>local/Azure.Messaging.ServiceBus</c> keeps its queues in these tables.</summary>
    public string ServiceBusConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Host.TablePort}/{Account};SharedAccessKeyName={Account};SharedAccessKey={AccountKey};UseDevelopmentEmulator=true";

    /// <summary>The loopback port of its table service.</summary>
    public int TablePort => Host.TablePort;

    /// <summary>Its process, for a test that stops it for a while.</summary>
    public int ProcessId => Host.ProcessId;

    /// <summary>The folder that names it, for an App that is to join it (<c>--data</c>).</summary>
    public string DataDirectory => folder.Path;

    private AzuriteHost Host => host ?? throw new InvalidOperationException("The fixture has not been initialized; xunit does so for an assembly, class or collection fixture.");

    private string Account => Part("AccountName=");

    private string AccountKey => Part("AccountKey=");

    /// <summary>A valid, unused name for a table or a queue: the prefix (letters) and 16 random hex digits.</summary>
    public static string NewName(string prefix) => $"{prefix}{Guid.NewGuid():N}"[..(prefix.Length + 16)];

    public async ValueTask InitializeAsync() => host = await AzuriteHost.JoinAsync(
        new AzuriteOptions { DataDirectory = folder.Path, PreferredTablePort = 0, InMemory = true, EndsWithStarter = true },
        TextWriter.Null,
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        folder.Dispose();
    }

    private string Part(string name) => ConnectionString.Split(';')
        .Single(part => part.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
