using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Customers;

/// <summary>Customers of one row, and two processes that each remember it.</summary>
public sealed class SharedBucketTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redeem_BucketWrittenByAnotherProcessSince_CountsEverybody()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var other = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, perCustomer: 2);
        var customers = OfOneBucket(6);
        for (var round = 0; round < 2; round++)
        {
            foreach (var (i, customer) in customers.Index())
            {
                Assert.IsType<RedeemOutcome.Made>(await Of(i + round).RedeemAsync(Intent(campaign, customer), Token));
            }
        }

        foreach (var (i, customer) in customers.Index())
        {
            var refused = Assert.IsType<RedeemOutcome.Refused>(await Of(i).RedeemAsync(Intent(campaign, customer), Token));
            Assert.Equal(LimitKind.Customer, refused.Refusals.Single().Limit);
        }

        TableRedemptionLedger Of(int number) => (number % 2 == 0 ? setup : other).Ledger;
    }

    /// <summary>A bucket that is remembered from before another's head refuses nobody.</summary>
    [Fact]
    public async Task Redeem_UsesGivenBackByAnotherProcess_AreThereAgain()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var other = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, perCustomer: 1);
        var customers = OfOneBucket(2);
        var hold = Intent(campaign, customers[0]) with { HoldFor = TimeSpan.FromMinutes(15) };
        var held = Assert.IsType<RedeemOutcome.Made>(await setup.Ledger.RedeemAsync(hold, Token)).Redemption;
        Assert.IsType<HoldOutcome.Done>(await other.Ledger.ReleaseAsync(held.RedemptionId, Token));

        // Both at once: what is refused for one is not told by what is written for the other.
        var made = await Task.WhenAll(customers.Select(customer => setup.Ledger.RedeemAsync(Intent(campaign, customer), Token)));

        Assert.All(made, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));
    }

    /// <summary>Forty customers of a lane meet in few rows, and a process that knows the lane reads none of them.</summary>
    [Fact]
    public async Task Redeem_ManyCustomersOfAKnownLane_ReadsNoBucket()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, perCustomer: 1);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => setup.Ledger.RedeemAsync(Intent(campaign, Sample.Id("c")), Token)));
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), TimeProvider.System);
        await process.Ledger.RedeemAsync(Intent(campaign, Sample.Id("c")), Token);
        await setup.DisposeAsync();
        await process.Lane(campaign).PostAsync(new TouchHead());
        var before = process.Gate.Sent.Count;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => process.Ledger.RedeemAsync(Intent(campaign, Sample.Id("c")), Token)));

        Assert.All(outcomes, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));
        Assert.DoesNotContain(process.Gate.Sent.Skip(before), sent => sent.Request.Method == "GET" && sent.Request.Path.Contains($"RowKey='{CustomerBucket.Prefix}", StringComparison.Ordinal));
    }

    private static string[] OfOneBucket(int count) => [.. Enumerable.Range(0, 10_000).Select(i => $"c{i}").Where(key => LaneKey.BucketOf(key) == 5).Take(count)];

    private static RedemptionIntent Intent(string campaign, string customer) => Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 10));
}
