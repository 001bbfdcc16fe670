using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Authentication;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("usedevelopmentstorage=TRUE;", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://emulator", "http://emulator:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("AccountName=shop;AccountKey=a2V5", "https://shop.table.core.windows.net/", "shop")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=shop;AccountKey=a2V5cw==;EndpointSuffix=core.chinacloudapi.cn", "http://shop.table.core.chinacloudapi.cn/", "shop")]
    [InlineData("AccountName=dev;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:9/dev;", "http://127.0.0.1:9/dev", "dev")]
    [InlineData("TableEndpoint=https://shop.table.core.windows.net;SharedAccessSignature=sv=1&sig=a%3D", "https://shop.table.core.windows.net/", "shop")]
    public void ConnectionString_OfEveryForm_NamesEndpointAndAccount(string text, string endpoint, string account)
    {
        var client = new TableServiceClient(text);

        Assert.Equal((endpoint, account), (client.Uri.AbsoluteUri, client.AccountName));
        Assert.Equal(endpoint.TrimEnd('/') + "/Rows", client.GetTableClient("Rows").Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("=x")]
    [InlineData("AccountName=shop")]
    [InlineData("AccountKey=a2V5")]
    [InlineData("AccountName=shop;AccountName=shop;AccountKey=a2V5")]
    [InlineData("SharedAccessSignature=sv=1&sig=a")]
    [InlineData("AccountName=shop;AccountKey=a2V5;TableEndpoint=not a uri")]
    [InlineData("AccountName=shop;AccountKey=not!base64secret")]
    public void ConnectionString_ThatIsNotValid_IsRefusedWithoutRepeatingIt(string text)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new TableServiceClient(text));

        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }
}
