using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Storage requests before the answer, uncontended. What the outbox does, and the marks in <c>Due</c> that stand for a minute, are counted apart.</summary>
public sealed class RequestCountTests(AzuriteFixture azurite)
{
    /// <summary>A customer who redeemed at another process.</summary>
    private const string Elsewhere = "elsewhere";

    private readonly StandingClock _clock = new();

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
        await using var process = Counted();
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
        await using var process = Counted();
        await using (var first = await LedgerProcess.StartAsync(azurite.ConnectionString))
        {
            await (warm ? process.Ledger : first.Ledger).RedeemAsync(intent, Token);
        }

        var (repeated, requests) = await CountAsync(process, intent);

        Assert.IsType<RedeemOutcome.Repeated>(repeated);
        Assert.InRange(requests.Count, 0, 2);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public async Task Hold_TakesAsManyRequestsAsARedemption(bool warm, int most)
    {
        var campaign = await CampaignAsync();
        await using var process = Counted();
        if (warm)
        {
            await process.Ledger.RedeemAsync(Intent(campaign, "known"), Token);
        }

        var (made, requests) = await CountAsync(process, Hold(campaign));

        Assert.IsType<RedeemOutcome.Made>(made);
        Assert.True(requests.Count > 1 && requests.Count <= most, string.Join('\n', requests));
        Assert.InRange(process.Gate.Sent.Count(each => each.Request.IsOn("Due") && each.Request.Path.Contains("hold|", StringComparison.Ordinal)), 1, 1);
    }

    /// <summary>Another process reads the head, the held row and the customer's first.</summary>
    [Theory]
    [InlineData(true, true, 3)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 6)]
    [InlineData(false, false, 6)]
    public async Task EndOfAHold_TakesThreeRequestsWhereItWasHeldAndSixElsewhere(bool confirm, bool warm, int most)
    {
        var campaign = await CampaignAsync();
        await using var process = Counted();
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var held = Assert.IsType<RedeemOutcome.Made>(await (warm ? process.Ledger : first.Ledger).RedeemAsync(Hold(campaign), Token)).Redemption;
        await Aftermath.DeliveredAsync(first.Tables, [campaign], Token);

        var (done, requests) = await CountAsync(process, ledger => confirm ? ledger.ConfirmAsync(held.RedemptionId, Token) : ledger.ReleaseAsync(held.RedemptionId, Token));

        Assert.IsType<HoldOutcome.Done>(done);
        Assert.True(requests.Count > 1 && requests.Count <= most, string.Join('\n', requests));
    }

    /// <summary>An order that is held and released over and over finds its last attempt without a look at each.</summary>
    [Fact]
    public async Task Hold_AfterFiftyReleases_TakesRequestsByTheLogarithm()
    {
        var campaign = await CampaignAsync();
        await using var process = Counted();
        var hold = Hold(campaign);
        for (var i = 0; i < 50; i++)
        {
            var held = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(hold, Token)).Redemption;
            Assert.EndsWith($"-{i + 1}", held.RedemptionId, StringComparison.Ordinal);
            await process.Ledger.ReleaseAsync(held.RedemptionId, Token);
        }

        await using var reader = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await Aftermath.DeliveredAsync(reader.Tables, [campaign], Token);
        var (made, requests) = await CountAsync(process, hold);

        Assert.IsType<RedeemOutcome.Made>(made);
        Assert.InRange(requests.Count, 2, 35);
        await Aftermath.DeliveredAsync(reader.Tables, [campaign], Token);
        var (found, looks) = await CountAsync(process, ledger => ledger.FindByOrderAsync(hold.OrderId, Token));
        Assert.Equal(((RedeemOutcome.Made)made).Redemption, found);
        Assert.InRange(looks.Count, 2, 20);
    }

    private static RedemptionIntent Hold(string campaign) => Intent(campaign, Sample.Id("customer")) with { HoldFor = TimeSpan.FromMinutes(15) };

    private static RedemptionIntent Intent(string campaign, string customer) => Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 100));

    /// <summary>A campaign that was redeemed before, by another process.</summary>
    private async Task<string> CampaignAsync()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 100, perCustomer: 50);
        await setup.Ledger.RedeemAsync(Intent(campaign, Elsewhere), Token);
        return campaign;
    }

    private Task<(RedeemOutcome Outcome, IReadOnlyList<RecordedRequest> Requests)> CountAsync(FaultyProcess? process, RedemptionIntent intent) =>
        CountAsync(process, ledger => ledger.RedeemAsync(intent, Token));

    private async Task<(T Outcome, IReadOnlyList<RecordedRequest> Requests)> CountAsync<T>(FaultyProcess? process, Func<TableRedemptionLedger, Task<T>> ask)
    {
        await using var own = process is null ? Counted() : null;
        var counted = process ?? own ?? throw new InvalidOperationException();
        var before = counted.Gate.Sent.Count;
        var outcome = await ask(counted.Ledger);
        return (outcome, [.. Aftermath.Without(counted.Gate.Sent.Skip(before)).Where(each => !each.Request.IsOn("Due"))]);
    }

    private FaultyProcess Counted() => new(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), _clock);
}
