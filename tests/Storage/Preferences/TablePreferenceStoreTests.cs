using Azure.Data.Tables;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Preferences;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Preferences;

public sealed class TablePreferenceStoreTests(AzuriteFixture azurite)
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reminders_OfACustomer_AreWantedUntilTheLastWordSaysOtherwise()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var tables = new PromoTables(service, service);
        await tables.CreateAsync(Cancellation);
        var store = new TablePreferenceStore(tables, TimeProvider.System);
        var (jane, kim) = (NewCustomer(), NewCustomer());

        Assert.True(await store.WantsRemindersAsync(jane, Cancellation));
        await store.SetRemindersAsync(jane, wanted: false, Cancellation);
        await store.SetRemindersAsync(jane, wanted: false, Cancellation);
        Assert.False(await store.WantsRemindersAsync(jane, Cancellation));
        Assert.True(await store.WantsRemindersAsync(kim, Cancellation));
        await store.SetRemindersAsync(jane, wanted: true, Cancellation);
        Assert.True(await store.WantsRemindersAsync(jane, Cancellation));
    }

    private static CustomerKey NewCustomer() => Keys.Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException();
}
