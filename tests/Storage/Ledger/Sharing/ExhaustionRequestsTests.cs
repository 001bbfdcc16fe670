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

    /// <summary>Beside the readings there is only the order's own row; that nothing came of it is written behind the answer.</summary>
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

        var sent = Aftermath.Without(process.Gate.Sent.Skip(before)).Where(each => !each.Request.Body.Contains("\"Committed\":false", StringComparison.Ordinal)).ToList();
        Assert.True(sent.Count(each => each.Request.ReadsHead()) == 2 * Lanes && sent.Count == 1 + (2 * Lanes), string.Join('\n', sent));
    }

    /// <summary>Whoever had come when the heads were read twice is refused by that, in whatever lane.</summary>
    [Theory]
    [InlineData(Lanes)]
    [InlineData(10 * Lanes)]
    public async Task Refusals_OfManyWhoWait_RestOnTheSameTwoReadings(int waiters)
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 1, lanes: Lanes);
        Assert.IsType<RedeemOutcome.Made>(await setup.Ledger.RedeemAsync(Intent(campaign, 3), Token));
        await setup.DisposeAsync();
        var clock = new StandingClock();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), clock);

        // So that every lane has a head and this process knows it.
        await RefuseAsync(Lanes);
        var before = process.Gate.Sent.Count;
        await RefuseAsync(waiters);

        var sent = process.Gate.Sent.Skip(before).ToList();
        Assert.True(sent.Count(each => each.Request.ReadsHead()) == 2 * Lanes && sent.Count == 2 * Lanes, string.Join('\n', sent));

        async Task RefuseAsync(int count)
        {
            // All have come before the first is looked at: no race decides how many readings there are.
            var arrived = clock.GetTimestamp();
            var results = await Task.WhenAll(Enumerable.Range(0, count).Select(i => Intent(campaign, i % Lanes)).Select(intent =>
                process.Ledger.Lanes.Get(LaneKey.Of(intent, intent.Parts[0])).PostAsync(
                    new TakeUses(new(OrderKey.Own(intent.OrderId), intent, null, clock.GetUtcNow(), "nonce"), intent.Parts, false, arrived))));
            Assert.All(results, result => Assert.True(result is TakeResult.Refused { ByAllLanes: true }, result.ToString()));
        }
    }

    private static RedemptionIntent Intent(string campaign, int lane)
    {
        var customer = Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == lane);
        var intent = Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 10));
        return intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes })] };
    }
}
