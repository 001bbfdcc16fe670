using System.Net;
using System.Net.Sockets;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.Azurite.Tests;

public sealed class AzuriteFixtureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ConnectionString_OfTheFixture_ReachesAzuritesTableService()
    {
        using var http = new HttpClient();
        string endpoint = azurite.ConnectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..];
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"{endpoint}/Tables"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode); // It is unsigned.
        Assert.Contains("Azurite-Table", answer.Headers.Server.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ServiceBusConnectionString_OfTheFixture_NamesTheTableServiceAndItsKey()
    {
        Assert.StartsWith($"Endpoint=sb://127.0.0.1:{azurite.TablePort}/devstoreaccount1;", azurite.ServiceBusConnectionString, StringComparison.Ordinal);
        Assert.Contains(";SharedAccessKeyName=devstoreaccount1;SharedAccessKey=Eby8vdM0", azurite.ServiceBusConnectionString, StringComparison.Ordinal);
        Assert.EndsWith("==;UseDevelopmentEmulator=true", azurite.ServiceBusConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void FreePort_JustTaken_CanBeListenedOn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, FreePort.Next());
        listener.Start();
        Assert.True(listener.Server.IsBound);
    }

    [Fact]
    public void TempFolder_Disposed_IsGoneWithItsContent()
    {
        var folder = new TempFolder("test");
        File.WriteAllText(folder.Combine("a file"), "content");
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }
}
