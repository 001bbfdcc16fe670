using Azure;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests.Authentication;

/// <summary>Against an emulator that checks signatures: every other test here is one that a right signature passes.</summary>
public sealed class SharedKeyTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Request_UnderAnotherKey_Is403AuthenticationFailed()
    {
        var table = new TableClient(Service.Uri, Table.Name, new TableSharedKeyCredential(Service.AccountName, "a2V5"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal(403, failure.Status);
    }

    [Fact]
    public async Task Request_AfterTheKeyHasChanged_IsSignedWithTheNewOne()
    {
        var key = ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];
        var credential = new TableSharedKeyCredential(Service.AccountName, "a2V5");
        var table = new TableClient(Service.Uri, Table.Name, credential);

        credential.SetAccountKey(key);

        Assert.Equal(204, (await table.AddEntityAsync(new TableEntity("p", "r"), Stop)).Status);
    }
}
