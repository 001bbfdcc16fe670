using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tests.Codes;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Refunds;

/// <summary>Storage requests of a refund before its answer, in a process that knows nothing; the marks in <c>Due</c> count.</summary>
public sealed class RefundRequestsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1, 5)]
    [InlineData(true, 1, 5)]
    [InlineData(false, 2, 7)]
    [InlineData(true, 2, 7)]
    public async Task Refund_Cold_TakesFiveRequestsAndTwoForEachFurtherCampaign(bool full, int campaigns, int most)
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var ids = await Task.WhenAll(Enumerable.Range(0, campaigns).Select(_ => Sample.CampaignAsync(setup.Tables, total: 10, perCustomer: 5)));
        var redemption = await RedeemAsync(setup.Ledger, Order("c", ids));
        await setup.DisposeAsync();

        var sent = await CountAsync(redemption, full ? Full("r") : Units("r", 1));

        Assert.True(sent.Count is > 3 && sent.Count <= most, string.Join('\n', sent));
    }

    /// <summary>That the code works again is written before the refund is recorded.</summary>
    [Fact]
    public async Task FullRefund_OfACodeThatWorksOnce_TakesSixRequests()
    {
        await using var setup = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await setup.IssueAsync(await setup.CampaignAsync(total: 10)))[0];
        var redemption = await RedeemAsync(setup.Ledger, await setup.IntentAsync(code, customer: "c") with { Lines = [new BoughtLine("1", 2, 1250)] });
        await setup.DisposeAsync();
        Assert.True((await setup.Codes.FindAsync(code, Token))?.Settled);

        var sent = await CountAsync(redemption, Full("r"));

        Assert.True(sent.Count is > 3 and <= 6, string.Join('\n', sent));
        Assert.False((await setup.Codes.FindAsync(code, Token))?.Settled);
    }

    [Fact]
    public async Task Refund_Repeated_TakesOneRequest()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var redemption = await RedeemAsync(setup.Ledger, Order("c", await Sample.CampaignAsync(setup.Tables)));
        await RefundAsync(setup.Ledger, redemption, Full("r"));
        await setup.DisposeAsync();

        Assert.Single(await CountAsync(redemption, Full("r")));
    }

    private async Task<IReadOnlyList<RecordedRequest>> CountAsync(Redemption redemption, RefundRequest request)
    {
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), new StandingClock());
        await RefundAsync(process.Ledger, redemption, request);
        return Aftermath.Without(process.Gate.Sent);
    }
}
