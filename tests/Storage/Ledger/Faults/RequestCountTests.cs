using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Storage requests before the answer, uncontended. What the outbox does, and the mark in <c>Due</c> that it needs once a minute, are counted apart.</summary>
public sealed class RequestCountTests(AzuriteFixture azurite)
{
    /// <summary>A customer who redeemed at another process.</summary>
    private const string Elsewhere = "elsewhere";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("new")]
    [InlineData(Elsewhere)]
    public async Task Redeem_Cold_TakesFourRequestsAtMost(string customer)
    {
        var campaign = await CampaignAsync();
        var (made, requests) = await CountAsync(null, Intent(campaign, customer));

        Assert.IsType<RedeemOutcome.Made>(made);
        Assert.True(requests.Count is > 1 and <= 4, string.Join('\n', requests));
    }

    [Theory]
    [InlineData("known")]
    [InlineData("new")]
    [InlineData(Elsewhere)]
    public async Task Redeem_Warm_TakesThreeRequestsAtMost(string customer)
    {
        var campaign = await CampaignAsync();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), TimeProvider.System);
        await process.Ledger.RedeemAsync(Intent(campaign, "known"), Token);

        var (made, requests) = await CountAsync(process, Intent(campaign, customer));

        Assert.IsType<RedeemOutcome.Made>(made);
        Assert.True(requests.Count is > 1 and <= 3, string.Join('\n', requests));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redeem_Replay_TakesTwoRequestsAtMost(bool warm)
    {
        var campaign = await CampaignAsync();
        var intent = Intent(campaign, "known");
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), TimeProvider.System);
        await using (var first = await LedgerProcess.StartAsync(azurite.ConnectionString))
        {
            await (warm ? process.Ledger : first.Ledger).RedeemAsync(intent, Token);
        }

        var (repeated, requests) = await CountAsync(process, intent);

        Assert.IsType<RedeemOutcome.Repeated>(repeated);
        Assert.InRange(requests.Count, 0, 2);
    }

    private static RedemptionIntent Intent(string campaign, string customer) => Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 100));

    /// <summary>A campaign that was redeemed before, by another process.</summary>
    private async Task<string> CampaignAsync()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 100, perCustomer: 50);
        await setup.Ledger.RedeemAsync(Intent(campaign, Elsewhere), Token);
        return campaign;
    }

    private async Task<(RedeemOutcome Outcome, IReadOnlyList<RecordedRequest> Requests)> CountAsync(FaultyProcess? process, RedemptionIntent intent)
    {
        await using var own = process is null ? new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), TimeProvider.System) : null;
        var counted = process ?? own ?? throw new InvalidOperationException();
        await counted.Gate.IdleAsync(Token);
        var before = counted.Gate.Sent.Count;
        var outcome = await counted.Ledger.RedeemAsync(intent, Token);
        var sent = counted.Gate.Sent.Skip(before).ToList();

        // The outbox begins as the answer goes out: the journal's row, and the decision that only it inserts.
        var last = sent.FindLastIndex(each => each.Request.IsTransaction);
        return (outcome, [.. sent.Take(last < 0 ? sent.Count : last + 1).Where(each => !each.Request.IsOn("Due"))]);
    }
}
