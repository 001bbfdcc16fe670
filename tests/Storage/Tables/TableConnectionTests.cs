using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Tables;

public sealed class TableConnectionTests
{
    [Fact]
    public void Open_AConnectionString_IsThatAccount() =>
        Assert.Equal("devstoreaccount1", Of(("PromoStorage", "UseDevelopmentStorage=true")).Open(new TableClientOptions()).AccountName);

    [Fact]
    public void Open_AnAddress_IsThatAccount() => Assert.Equal(
        new Uri("https://shop.table.core.windows.net/"),
        Of(("PromoStorage:tableServiceUri", "https://shop.table.core.windows.net/"), ("PromoStorage:credential", "managedidentity")).Open(new TableClientOptions()).Uri);

    [Theory]
    [InlineData("shop.table.core.windows.net")]
    [InlineData("http://shop.table.core.windows.net")]
    public void Open_AnAddressThatIsNotHttps_IsRefused(string address) => Assert.Equal(
        $"The setting PromoStorage__tableServiceUri is '{address}'; it must be an https address, such as https://account.table.core.windows.net.",
        Assert.Throws<InvalidOperationException>(() => Of(("PromoStorage:tableServiceUri", address))).Message);

    [Fact]
    public void Open_Nothing_NamesTheSetting() => Assert.StartsWith(
        "The setting PromoStorage is missing: the connection string of the storage account",
        Assert.Throws<InvalidOperationException>(() => Of()).Message,
        StringComparison.Ordinal);

    private static TableConnection Of(params (string Name, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
