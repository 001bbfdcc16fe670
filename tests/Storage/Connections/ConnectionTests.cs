using Azure.Identity;
using Microsoft.Extensions.Configuration;
using PromoFunctions.Storage.Connections;

namespace PromoFunctions.Storage.Tests.Connections;

public sealed class ConnectionTests
{
    [Fact]
    public void Read_AConnectionString_IsByText() => Assert.Equal(new Connection.ByText("UseDevelopmentStorage=true"), Read(("Bus", " UseDevelopmentStorage=true ")));

    [Fact]
    public void Read_AnAddressAlone_IsWhoeverIsFound()
    {
        var way = Assert.IsType<Connection.ByIdentity>(Read(("Bus:address", "shop.example.net")));

        Assert.Equal("shop.example.net", way.Address);
        Assert.IsType<DefaultAzureCredential>(way.Credential);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("3f1c4b9e-0000-4000-8000-000000000001")]
    public void Read_AManagedIdentity_IsThatAlone(string? client) => Assert.IsType<ManagedIdentityCredential>(
        Assert.IsType<Connection.ByIdentity>(Read(("Bus:address", "shop.example.net"), ("Bus:credential", "ManagedIdentity"), ("Bus:clientId", client))).Credential);

    // As deployments and local.settings.json leave what they do not use.
    [Fact]
    public void Read_EmptyParts_AreNotGiven() =>
        Assert.IsType<Connection.ByText>(Read(("Bus", "x"), ("Bus:address", ""), ("Bus:credential", " "), ("Bus:clientId", null)));

    [Theory]
    [InlineData("", "", "", "", "The setting Bus is missing: the connection string of the buses, or Bus__address in its place, to reach it by identity.")]
    [InlineData("x", "shop.example.net", "", "", "The settings Bus and Bus__address are both given; give the connection string or the address, not both.")]
    [InlineData("", "", "managedidentity", "", "The setting Bus__address is missing: Bus__credential asks for an identity, and nothing says where to find the buses.")]
    [InlineData("", "", "", "3f1c4b9e", "The setting Bus__address is missing: Bus__clientId asks for an identity, and nothing says where to find the buses.")]
    [InlineData("", "shop.example.net", "password", "", "The setting Bus__credential is 'password'; it must be 'managedidentity', or be left out.")]
    public void Read_HalfOrTwice_NamesTheSettings(string text, string address, string credential, string client, string sentence) => Assert.Equal(
        sentence,
        Assert.Throws<InvalidOperationException>(() => Read(("Bus", text), ("Bus:address", address), ("Bus:credential", credential), ("Bus:clientId", client))).Message);

    private static Connection Read(params (string Name, string? Value)[] settings) => Connection.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build(),
        "Bus",
        "address",
        "the buses");
}
