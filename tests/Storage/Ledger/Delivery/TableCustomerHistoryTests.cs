using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

public sealed class TableCustomerHistoryTests(AzuriteFixture azurite)
{
    private readonly string _customer = Sample.Id("customer");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_OfOneCustomer_HasEachThingThatHappenedNewestFirst()
    {
        await using var reader = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var (one, other) = (await Sample.CampaignAsync(reader.Tables), await Sample.CampaignAsync(reader.Tables));
        var (first, second) = (Order(_customer, one) with { HoldFor = TimeSpan.FromMinutes(15) }, Order(_customer, other) with { Channel = "app" });
        await using (var process = await LedgerProcess.StartAsync(azurite.ConnectionString))
        {
            var held = await RedeemAsync(process.Ledger, first);
            await process.Ledger.ConfirmAsync(held.RedemptionId, Token);
            var redeemed = await RedeemAsync(process.Ledger, second);
            await RefundAsync(process.Ledger, redeemed, Full("r"));
            await RedeemAsync(process.Ledger, Order(Sample.Id("another"), one));
            await RedeemAsync(process.Ledger, Order(null, one));
        }

        var items = (await new TableCustomerHistory(reader.Tables).ReadAsync(_customer, 10, null, Token)).Items;

        Assert.Equal(
            [
                (other, RedemptionEventKind.Refunded, second.OrderId, null, "app", 0),
                (other, RedemptionEventKind.Redeemed, second.OrderId, "CODE0", "app", 10_000),
                (one, RedemptionEventKind.Redeemed, first.OrderId, "CODE0", "web", 10_000),
                (one, RedemptionEventKind.Held, first.OrderId, "CODE0", "web", 10_000),
            ],
            items.Select(item => (item.CampaignId, item.Event.Kind, item.Event.OrderId, item.Event.Code, item.Event.Channel, item.Event.OrderValue)));
        Assert.Equal([null, null, items[3].Event.HeldUntil], items.Take(3).Select(item => item.Event.HeldUntil));
        Assert.InRange(items[3].Event.HeldUntil ?? default, items[3].Event.At.AddMinutes(15), items[3].Event.At.AddMinutes(15).AddMilliseconds(1));
        Assert.All(items, item => Assert.Equal((400, "EUR", 1), (item.Event.Discount, item.Event.Currency, item.Event.TermsVersion)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task History_InPages_ShowsEachItemOnce(int limit)
    {
        await using var reader = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var history = new TableCustomerHistory(reader.Tables);
        var campaign = await Sample.CampaignAsync(reader.Tables);
        await using (var process = await LedgerProcess.StartAsync(azurite.ConnectionString))
        {
            // Two codes of one campaign: two rows of one instant.
            await RedeemAsync(process.Ledger, Sample.Intent(Sample.Id("order"), _customer, (campaign, "ONE", 1), (campaign, "TWO", 2)));
            for (var i = 3; i <= 7; i++)
            {
                await RedeemAsync(process.Ledger, Sample.Intent(Sample.Id("order"), _customer, (campaign, "CODE", i)));
            }
        }

        var pages = new List<HistoryPage>();
        for (HistoryPlace? after = null; pages.Count == 0 || after is not null; after = pages[^1].Next)
        {
            Assert.True(after is null || (HistoryPlace.TryParse(after.ToToken(), out var same, out _) && same == after));
            pages.Add(await history.ReadAsync(_customer, limit, after, Token));
        }

        Assert.Equal([7, 6, 5, 4, 3, 1, 2], pages.SelectMany(page => page.Items).Select(item => item.Event.Discount));
        Assert.Equal((7 + limit - 1) / limit, pages.Count);
        Assert.Equal([10_000, 0], pages.SelectMany(page => page.Items).TakeLast(2).Select(item => item.Event.OrderValue));
    }

    [Fact]
    public async Task History_OfNobodyKnown_IsEmpty()
    {
        await using var reader = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var history = new TableCustomerHistory(reader.Tables);

        var page = await history.ReadAsync(_customer, 1, null, Token);

        Assert.Equal((0, null), (page.Items.Length, page.Next));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => history.ReadAsync(_customer, 0, null, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => history.ReadAsync(_customer, HistoryPage.MaxLimit + 1, null, Token));
    }

    /// <summary>Beside the four that a transaction may cost: the journal's row, the deletion, the mark in <c>Due</c>, and the event, which is no storage request.</summary>
    [Fact]
    public async Task Delivery_OfARedemption_TakesTwoRequestsAndThreeForItsTransaction()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables);
        var gate = new FaultGate("counted", FaultPlan.None);
        await using var process = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);

        await RedeemAsync(process.Ledger, Sample.Intent(Sample.Id("order"), _customer, (campaign, "ONE", 1), (campaign, "TWO", 2)));
        await Aftermath.DeliveredAsync(setup.Tables, [campaign], Token);

        var commit = gate.Sent.ToList().FindIndex(each => each.Request.IsTransaction && each.Request.IsOn("Lanes"));
        var after = gate.Sent.Skip(commit + 1).Select(each => each.Request).ToList();
        Assert.Equal(
            (1, 1, 1, 1, 4),
            (after.Count(each => each.IsOn("Orders")), after.Count(each => each.IsOn("History")), after.Count(each => each.IsOn("Journal")), after.Count(each => each.IsOn("Lanes")), after.Count));
    }
}
