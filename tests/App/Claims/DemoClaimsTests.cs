using Azure.Data.Tables;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class DemoClaimsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_OfTheDemoShop_DecideTheSameFromWhatWasKept()
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        await using var app = await AppProcess.StartAsync(azurite.DataDirectory, demo: true);
        var tables = new TableServiceClient(azurite.ConnectionString);
        var claims = new TableClaimStore(new PromoTables(tables, tables));
        var all = new ClaimQuery(null, null, null, null, null, ClaimQuery.MaxLimit, null);

        // The demo shop is loaded before the App listens; its claims are decided moments after.
        var loaded = (await claims.ListAsync(all, Cancellation)).Items.Count;
        while ((await claims.ListAsync(all with { Status = ClaimStatus.Queued }, Cancellation)).Items.Count > 0)
        {
            await Task.Delay(100, Cancellation);
        }

        Assert.InRange(loaded, 1, int.MaxValue);
        Assert.Equal(loaded, await Replay.AllAsync(claims, new WrittenPolicy(), null, Cancellation));
    }
}
