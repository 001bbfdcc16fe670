using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Sas;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests.Authentication;

public sealed class SasTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddMinutes(10);

    [Fact]
    public async Task TableClient_WithASignatureInItsAddress_DoesWhatItPermits()
    {
        var table = new TableClient(Table.GenerateSasUri(TableSasPermissions.Read | TableSasPermissions.Add, Soon));

        await table.AddEntityAsync(new TableEntity("p", "it's") { ["N"] = 1 }, Stop);
        var found = await table.QueryAsync<TableEntity>(row => row.RowKey == "it's", cancellationToken: Stop).ToListAsync(Stop);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "it's", cancellationToken: Stop));

        Assert.Equal(Table.Name, table.Name);
        Assert.Equal(Table.Uri, table.Uri);
        Assert.Single(found);
        Assert.Equal(403, failure.Status);
    }

    [Fact]
    public async Task TableClient_WithASasCredential_FollowsItsChanges()
    {
        var credential = new AzureSasCredential(Table.GetSasBuilder("r", Soon).Sign(Key()));
        var table = new TableClient(Table.Uri, credential);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Stop))).Status);

        credential.Update(Table.GetSasBuilder("a", Soon).Sign(Key()));

        Assert.Equal(204, (await table.AddEntityAsync(new TableEntity("p", "r"), Stop)).Status);
    }

    [Fact]
    public async Task ServiceClient_WithAnAccountSignature_ReachesTheTables()
    {
        var uri = Service.GenerateSasUri(TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, Soon);
        var service = new TableServiceClient(uri);

        var response = await service.GetTableClient(Table.Name).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal(204, response.Status);
        Assert.Contains(await service.QueryAsync(cancellationToken: Stop).ToListAsync(Stop), table => table.Name == Table.Name);
        Assert.DoesNotContain("sig", service.Uri.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceClient_WithASignatureInItsConnectionString_ReachesTheTables()
    {
        var sas = Service.GetSasBuilder("rwdlau", TableAccountSasResourceTypes.All, Soon).Sign(Key());
        var service = new TableServiceClient($"TableEndpoint={Service.Uri};SharedAccessSignature={sas}");

        var response = await service.GetTableClient(Table.Name).SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Stop);

        Assert.Equal(204, Assert.Single(response.Value).Status);
    }

    [Fact]
    public async Task Signature_ThatHasExpired_Is403()
    {
        var table = new TableClient(Table.GenerateSasUri(TableSasPermissions.All, DateTimeOffset.UtcNow.AddMinutes(-1)));

        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Stop))).Status);
    }

    [Fact]
    public void Signature_OverPlainHttpToAnotherMachine_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new TableClient(new Uri("http://shop.table.core.windows.net/Rows?sig=x")));

    [Fact]
    public void Signature_ByAClientWithoutAKey_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new TableClient(Table.Uri, new AzureSasCredential("sig=x")).GenerateSasUri(TableSasPermissions.Read, Soon));

    [Fact]
    public void Permissions_InAnyOrder_AreSignedInTheServicesOrder() =>
        Assert.Equal("raud", new TableSasBuilder("Rows", "duar", Soon).Permissions);

    [Fact]
    public void Permissions_OfNoMeaning_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new TableSasBuilder("Rows", "rx", Soon));

    [Fact]
    public void Signature_WithoutAnExpiry_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new TableSasBuilder("Rows", "r", default).Sign(Key()));

    private TableSharedKeyCredential Key()
    {
        var key = ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal));
        return new(Service.AccountName, key["AccountKey=".Length..]);
    }
}
