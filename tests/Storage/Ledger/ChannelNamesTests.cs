using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger;

public sealed class ChannelNamesTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redeem_ChannelsThatACultureTakesForOne_StayTwoAndTheLaneIsRead()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, total: 3);
        string[] channels = ["web", "we\u00ADb"];
        foreach (var channel in channels)
        {
            Assert.IsType<RedeemOutcome.Made>(await first.Ledger.RedeemAsync(
                Sample.Intent(Sample.Id("order"), "customer", (campaign, "CODE", 1)) with { Channel = channel }, Token));
        }

        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);

        Assert.IsType<RedeemOutcome.Made>(await second.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "customer", (campaign, "CODE", 1)), Token));
        var head = Assert.IsType<Storage.Ledger.LaneSnapshot>(second.Ledger.Lanes.Find(new(campaign, 0))?.Snapshot).Head;
        Assert.Equal(channels.Order(StringComparer.Ordinal), Assert.Single(head.Days).Value.Channels.Keys);
    }
}
