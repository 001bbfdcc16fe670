using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Sharing;

/// <summary>What a refusal costs that rests on all lanes of a campaign.</summary>
public sealed class ExhaustionRequestsTests(AzuriteFixture azurite)
{
    private const int Lanes = 16;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusal_OverSixteenLanes_ReadsEveryHeadTwice()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 1, lanes: Lanes);
        Assert.IsType<RedeemOutcome.Made>(await setup.Ledger.RedeemAsync(Intent(campaign, 3), Token));
        await setup.DisposeAsync();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), new StandingClock());
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Intent(campaign, 5), Token));

        var before = process.Gate.Sent.Count;
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Intent(campaign, 5), Token));

        // Beside them what is the order's own, its row and its decision, and the lease, taken and given back.
        var sent = Aftermath.Without(process.Gate.Sent.Skip(before));
        var heads = sent.Count(each => each.Request.Method == "GET" && each.Request.IsOn("Lanes") && each.Request.Path.Contains("RowKey='!'", StringComparison.Ordinal));
        Assert.True(heads is >= 2 * Lanes and <= 1 + (2 * Lanes) && sent.Count <= heads + 4, string.Join('\n', sent));
    }

    private static RedemptionIntent Intent(string campaign, int lane)
    {
        var customer = Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == lane);
        var intent = Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 10));
        return intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes })] };
    }
}
