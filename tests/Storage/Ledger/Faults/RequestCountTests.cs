using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Storage requests before the answer, uncontended. What the outbox does is counted apart; a mark in <c>Due</c> counts, since the answer waits for it.</summary>
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
    [InlineData(true, 4)]
    [InlineData(false, 5)]
    public async Task Hold_TakesOneRequestMoreThanARedemption(bool warm, int most)
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EndOfAHold_WhereItWasHeld_TakesThreeRequests(bool confirm)
    {
        var campaign = await CampaignAsync();
        await using var process = Counted();
        await using var reader = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var held = await MadeAsync(process.Ledger, Hold(campaign));
        await Aftermath.DeliveredAsync(reader.Tables, [campaign], Token);

        var (done, requests) = await CountAsync(process, ledger => EndAsync(ledger, held, confirm));

        Assert.IsType<HoldOutcome.Done>(done);
        Assert.True(requests.Count == 3, string.Join('\n', requests));
    }

    /// <summary>It is answered though the lane cannot be read: what the lane books follows.</summary>
    [Theory]
    [InlineData(true, 1, 2)]
    [InlineData(false, 1, 3)]
    [InlineData(true, 2, 2)]
    [InlineData(false, 2, 4)]
    public async Task EndOfAHold_InAnotherProcess_IsAnsweredBeforeItsLanesAreRead(bool confirm, int campaigns, int most)
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, campaigns).Select(_ => CampaignAsync()))];
        var held = await MadeAsync(first.Ledger, Hold(ids));
        await Aftermath.DeliveredAsync(first.Tables, ids, Token);
        var lanes = new UnreadLanes();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", lanes), _clock);

        var (done, requests) = await CountAsync(process, ledger => EndAsync(ledger, held, confirm));
        lanes.Open();

        Assert.IsType<HoldOutcome.Done>(done);
        var answered = requests.Where(each => each.Fault == Fault.None).ToList();
        Assert.True(answered.Count == most, string.Join('\n', requests));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task EndOfAHold_Repeated_TakesTwoRequestsAtMost(bool confirm, bool warm)
    {
        var campaign = await CampaignAsync();
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var held = await MadeAsync(first.Ledger, Hold(campaign));
        await Aftermath.DeliveredAsync(first.Tables, [campaign], Token);
        var lanes = new UnreadLanes();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("counted", lanes), _clock);
        await EndAsync(warm ? process.Ledger : first.Ledger, held, confirm);

        var (done, requests) = await CountAsync(process, ledger => EndAsync(ledger, held, confirm));
        lanes.Open();

        Assert.IsType<HoldOutcome.Done>(done);
        var answered = requests.Where(each => each.Fault == Fault.None).ToList();
        Assert.True(answered.Count is > 0 and <= 2, string.Join('\n', requests));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(false, true)]
    public async Task Hold_Replay_TakesTwoRequestsAtMost(bool warm, bool? confirmed)
    {
        var campaign = await CampaignAsync();
        var hold = Hold(campaign);
        await using var process = Counted();
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var held = await MadeAsync(warm ? process.Ledger : first.Ledger, hold);
        await Aftermath.DeliveredAsync(first.Tables, [campaign], Token);
        if (confirmed is not null)
        {
            await EndAsync(first.Ledger, held, confirm: true);
        }

        var (repeated, requests) = await CountAsync(process, hold);

        Assert.Equal(confirmed is null ? held.State : RedemptionState.Redeemed, Assert.IsType<RedeemOutcome.Repeated>(repeated).Redemption.State);
        Assert.True(requests.Count is > 0 and <= 2, string.Join('\n', requests));
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

    private static RedemptionIntent Hold(params string[] campaigns) =>
        Sample.Intent(Sample.Id("order"), Sample.Id("customer"), [.. campaigns.Select(campaign => (campaign, "CODE", 100L))]) with { HoldFor = TimeSpan.FromMinutes(15) };

    private static Task<HoldOutcome> EndAsync(TableRedemptionLedger ledger, Redemption held, bool confirm) =>
        confirm ? ledger.ConfirmAsync(held.RedemptionId, Token) : ledger.ReleaseAsync(held.RedemptionId, Token);

    private static async Task<Redemption> MadeAsync(TableRedemptionLedger ledger, RedemptionIntent intent) =>
        Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemAsync(intent, Token)).Redemption;

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
        return (outcome, Aftermath.Without(counted.Gate.Sent.Skip(before)));
    }

    private FaultyProcess Counted() => new(azurite.ConnectionString, new FaultGate("counted", FaultPlan.None), _clock);
}
