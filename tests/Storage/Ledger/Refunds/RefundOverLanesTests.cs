using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Refunds;

/// <summary>Refunds of orders whose campaigns have several lanes.</summary>
public sealed class RefundOverLanesTests(AzuriteFixture azurite)
{
    private const int Lanes = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refund_InFull_ComesBackInTheCustomersLaneAndIsThereForAnotherLanes()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        string[] campaigns = [await CampaignAsync(process), await CampaignAsync(process)];
        var redemption = await RedeemAsync(process.Ledger, Over(CustomerOf(3), campaigns));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Over(CustomerOf(5), campaigns[0]), Token));
        Assert.Equal(950, (await RefundAsync(process.Ledger, redemption, Units("r-1", 1))).Amount);
        await AssertTakenAsync(process, campaigns, lane: 3, used: 1, money: 400);

        await using var other = await LedgerProcess.StartAsync(azurite.ConnectionString);
        Assert.True((await RefundAsync(other.Ledger, redemption, Full("r-2"))).UseReturned);

        await AssertTakenAsync(process, campaigns, lane: 3, used: 0, money: 0);
        foreach (var campaign in campaigns)
        {
            await RedeemAsync(process.Ledger, Over(CustomerOf(5), campaign));
            Assert.IsType<RedeemOutcome.Refused>(await other.Ledger.RedeemAsync(Over(CustomerOf(3), campaign), Token));
            await AssertTakenAsync(process, [campaign], lane: 5, used: 1, money: 400);
        }
    }

    private static Task<string> CampaignAsync(LedgerProcess process) => Sample.CampaignAsync(process.Tables, total: 1, perCustomer: 1, budget: 400, lanes: Lanes);

    private static string CustomerOf(int lane) => Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == lane);

    private static RedemptionIntent Over(string customer, params string[] campaigns) => Order(customer, campaigns) is var intent
        ? intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes })] }
        : throw new InvalidOperationException();

    /// <summary>What is taken is taken in that lane alone, and the shares of all still add up to the limits.</summary>
    private static async Task AssertTakenAsync(LedgerProcess process, string[] campaigns, int lane, long used, long money)
    {
        await Task.WhenAll(campaigns.Select(async campaign =>
        {
            var heads = await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token);
            Assert.Equal((used, money), (heads[lane].Used + heads[lane].Prepared, heads[lane].UsedMoney + heads[lane].PreparedMoney));
            Assert.Equal((used, money), (heads.Sum(head => head.Taken), heads.Sum(head => head.TakenMoney)));
            Assert.Equal((1, 400), (heads.Sum(head => head.Units + head.Out.Values.Sum(sent => sent.Units)), heads.Sum(head => head.Money + head.Out.Values.Sum(sent => sent.Money))));
        }));
    }
}
