using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Claims;

public sealed class ClaimsOfCustomersTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_AddedAgainBehindOthers_IsReadOnce()
    {
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(AzuriteFixture.NewName("claims"));
        await table.CreateAsync(Token);
        var customer = new CustomerKeys("a secret of some length"u8).Of(Customer.Unknown with { Id = "c-1" });
        Assert.NotNull(customer);
        var (list, at) = (new ClaimsOfCustomers(table), DateTimeOffset.UnixEpoch);
        foreach (var id in (string[])["a", "b", "c", "b", "a"])
        {
            await list.AddAsync(customer, at, ClaimId.Parse(id), Token);
        }

        Assert.Equal(["a", "b", "c"], await list.ReadAsync(customer, null, null, null, Token).Select(row => row.Id.Value).ToListAsync(Token));
    }
}
