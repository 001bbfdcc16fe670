using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger;

/// <summary>Holds, on a clock that the test moves and that all processes share.</summary>
public sealed class HoldTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private readonly FastClock _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), speed: 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_OfTheLastUse_IsHeldAndRefusesOthers()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 1);
        var intent = Hold(campaign);
        var asked = _clock.GetUtcNow();

        var held = await MadeAsync(process, intent);

        Assert.Equal(RedemptionState.Held, held.State);
        Assert.True(held.HeldUntil >= asked + Quarter);
        Assert.Equal(LimitKind.Total, Assert.Single(Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Redeem(campaign), Token)).Refusals).Limit);
        Assert.Equal(0, (await Sample.LeftAsync(process, campaign, null, Token)).Total);
        await using var other = Start();
        Assert.Equal(held, await other.Ledger.FindAsync(held.RedemptionId, Token));
        Assert.Equal(held, await other.Ledger.FindByOrderAsync(intent.OrderId, Token));
        Assert.Equal(held, Assert.IsType<RedeemOutcome.Repeated>(await process.Ledger.RedeemAsync(intent, Token)).Redemption);
        Assert.Equal(held, Assert.IsType<RedeemOutcome.Repeated>(await other.Ledger.RedeemAsync(intent, Token)).Redemption);
        Assert.IsType<RedeemOutcome.OtherContent>(await other.Ledger.RedeemAsync(intent with { ContentHash = "other" }, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Confirm_InTime_RedeemsForGood(int campaigns)
    {
        await using var process = Start();
        var intent = Hold([.. await Task.WhenAll(Enumerable.Range(0, campaigns).Select(_ => CampaignAsync(process, total: 1, perCustomer: 1)))]);
        var held = await MadeAsync(process, intent);
        await using var other = Start();

        var done = Assert.IsType<HoldOutcome.Done>(await other.Ledger.ConfirmAsync(held.RedemptionId, Token)).Redemption;

        Assert.Equal(held with { State = RedemptionState.Redeemed, HeldUntil = null }, done);
        Assert.Equal(done, Assert.IsType<HoldOutcome.Done>(await process.Ledger.ConfirmAsync(held.RedemptionId, Token)).Redemption);
        Assert.Equal(done, Assert.IsType<HoldOutcome.Conflict>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token)).Redemption);
        Assert.Equal(done, Assert.IsType<RedeemOutcome.Repeated>(await process.Ledger.RedeemAsync(intent, Token)).Redemption);
        _clock.Advance(Quarter);
        Assert.Equal(done, Assert.IsType<HoldOutcome.Done>(await process.Ledger.ConfirmAsync(held.RedemptionId, Token)).Redemption);
        foreach (var part in intent.Parts)
        {
            await BookedAsync(process, part.CampaignId);
            var lane = await RowsAsync(process, part.CampaignId);
            Assert.Equal((1L, 0L, 0), (lane.Head.Used, lane.Head.Held, lane.Held.Count));
            Assert.Equal(1, lane.Customers[intent.CustomerKey ?? ""].Count);
            Assert.Equal((1, 1), (lane.Head.Days.Values.Single().Channels["web"].Redemptions, lane.Head.Days.Values.Single().Channels["web"].Customers));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Release_GivesBackUsesBudgetCustomerAndOrder(int campaigns)
    {
        await using var process = Start();
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, campaigns).Select(_ => CampaignAsync(process, total: 1, perCustomer: 1, budget: 100)))];
        var intent = Hold(ids);
        var held = await MadeAsync(process, intent);
        await using var other = Start();

        var done = Assert.IsType<HoldOutcome.Done>(await other.Ledger.ReleaseAsync(held.RedemptionId, Token)).Redemption;

        Assert.Equal(held with { State = RedemptionState.Released, HeldUntil = null }, done);
        Assert.Equal(done, Assert.IsType<HoldOutcome.Done>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token)).Redemption);
        Assert.Equal(done, Assert.IsType<HoldOutcome.Conflict>(await process.Ledger.ConfirmAsync(held.RedemptionId, Token)).Redemption);
        Assert.Equal(done, await process.Ledger.FindAsync(held.RedemptionId, Token));
        Assert.Equal(done, await process.Ledger.FindByOrderAsync(intent.OrderId, Token));
        var anew = await MadeAsync(process, intent with { ContentHash = "an edited cart" });
        Assert.NotEqual(held.RedemptionId, anew.RedemptionId);
        Assert.Equal(anew, await other.Ledger.FindByOrderAsync(intent.OrderId, Token));
        Assert.Equal(done, await other.Ledger.FindAsync(held.RedemptionId, Token));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public async Task Confirm_AtTheDeadlineOrBefore_IsExpiredOrDone(int milliseconds, bool done)
    {
        var clock = new StillClock(_clock.GetUtcNow());
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", FaultPlan.None), clock);
        var held = await MadeAsync(process, Hold(await CampaignAsync(process, total: 1)));
        clock.Now = held.HeldUntil.GetValueOrDefault().AddMilliseconds(milliseconds);

        var outcome = await process.Ledger.ConfirmAsync(held.RedemptionId, Token);

        Assert.True(done ? outcome is HoldOutcome.Done : outcome is HoldOutcome.Expired { Redemption.State: RedemptionState.Released }, outcome.ToString());
    }

    [Theory]
    [InlineData("total")]
    [InlineData("budget")]
    [InlineData("customer")]
    public async Task Deadline_Passed_RoomIsThereBeforeAnySweep(string limit)
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, limit == "total" ? 1 : null, limit == "customer" ? 1 : null, limit == "budget" ? 100 : null);
        var held = await MadeAsync(process, Hold(campaign) with { CustomerKey = "same" });
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Redeem(campaign) with { CustomerKey = "same" }, Token));
        await using var other = Start();
        Assert.IsType<RedeemOutcome.Refused>(await other.Ledger.RedeemAsync(Redeem(campaign) with { CustomerKey = "same" }, Token));
        _clock.Advance(Quarter);

        Assert.IsType<RedeemOutcome.Made>(await other.Ledger.RedeemAsync(Redeem(campaign) with { CustomerKey = "same" }, Token));

        Assert.IsType<HoldOutcome.Expired>(await process.Ledger.ConfirmAsync(held.RedemptionId, Token));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Redeem(campaign) with { CustomerKey = "same" }, Token));
        Assert.IsType<HoldOutcome.Done>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token));
    }

    [Fact]
    public async Task Deadline_PassedOfManyHolds_GivesEveryUseBackToWhoeverComes()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 100);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => MadeAsync(process, Hold(campaign))));
        _clock.Advance(Quarter);
        await using var other = Start();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => (i % 2 == 0 ? process : other).Ledger.RedeemAsync(Redeem(campaign), Token)));

        Assert.Equal(100, outcomes.OfType<RedeemOutcome.Made>().Count());
        Assert.Equal(20, outcomes.OfType<RedeemOutcome.Refused>().Count());
    }

    [Fact]
    public async Task Deadline_Passed_ValidationSeesTheRoom()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 1, perCustomer: 1);
        await MadeAsync(process, Hold(campaign) with { CustomerKey = "c" });
        Assert.Equal(new(0, null, 0), await Sample.LeftAsync(process, campaign, "c", Token));
        await using var other = Start();
        Assert.Equal(new(0, null, 0), await Sample.LeftAsync(other, campaign, "c", Token));
        _clock.Advance(Quarter);

        Assert.Equal(new(1, null, 1), await Sample.LeftAsync(process, campaign, "c", Token));
        Assert.Equal(new(1, null, 1), await Sample.LeftAsync(other, campaign, "c", Token));
    }

    [Fact]
    public async Task Deadline_Passed_OrderIsTakenAnewAndTheReadsSayReleased()
    {
        await using var process = Start();
        var intent = Hold(await CampaignAsync(process, total: 1, perCustomer: 1));
        var held = await MadeAsync(process, intent);
        _clock.Advance(Quarter);

        Assert.Equal(RedemptionState.Released, (await process.Ledger.FindByOrderAsync(intent.OrderId, Token))?.State);
        Assert.Equal(RedemptionState.Released, (await process.Ledger.FindAsync(held.RedemptionId, Token))?.State);
        var anew = await MadeAsync(process, intent);

        Assert.NotEqual(held.RedemptionId, anew.RedemptionId);
        Assert.Equal(RedemptionState.Held, anew.State);
        Assert.IsType<HoldOutcome.Expired>(await process.Ledger.ConfirmAsync(held.RedemptionId, Token));
        Assert.IsType<HoldOutcome.Done>(await process.Ledger.ConfirmAsync(anew.RedemptionId, Token));
    }

    [Fact]
    public async Task Sweep_AfterTheDeadline_EndsTheHoldAndCountsIt()
    {
        await using var process = Start();
        var (campaign, second) = (await CampaignAsync(process, total: 5), await CampaignAsync(process, total: 5));
        var lapsed = await MadeAsync(process, Hold(campaign, second));
        var confirmed = await MadeAsync(process, Hold(campaign));
        var live = await MadeAsync(process, Hold(campaign) with { HoldFor = TimeSpan.FromHours(1) });
        await process.Ledger.ConfirmAsync(confirmed.RedemptionId, Token);
        await BookedAsync(process, campaign, held: 2);
        var marks = await MarksAsync(process, campaign);
        Assert.Contains(marks, mark => mark.StartsWith("hold|", StringComparison.Ordinal));
        _clock.Advance(Quarter + TimeSpan.FromMinutes(2));

        await new LedgerSweep(process.Tables, process.Ledger, _clock, NullLogger<LedgerSweep>.Instance).RunAsync(Token);

        await Aftermath.DeliveredAsync(process.Tables, [campaign, second], Token);
        var lane = await RowsAsync(process, campaign);
        Assert.Equal((1L, 1L), (lane.Head.Used, lane.Head.Held));
        Assert.Equal(live.RedemptionId, Assert.Single(lane.Held).Uses.RedemptionId);
        Assert.Equal(live.HeldUntil, lane.Head.EarliestDeadline);
        Assert.Equal(1, lane.Head.Days.Values.Sum(day => day.Channels["web"].HoldsExpired));
        Assert.Equal(0, (await RowsAsync(process, second)).Head.Held);
        Assert.Equal(RedemptionState.Released, (await process.Ledger.FindAsync(lapsed.RedemptionId, Token))?.State);
        Assert.Single(await MarksAsync(process, campaign), mark => mark.StartsWith("hold|", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_WhoseProcessDiedBeforeTheLane_IsCompletedByTheSweepAsItWasDecided(bool confirm)
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 1);
        var held = await MadeAsync(process, Hold(campaign));
        await EndAloneAsync(process, held, confirm ? HoldEnding.Confirmed : HoldEnding.Released);
        _clock.Advance(Quarter);

        await process.Ledger.RepairLaneAsync(new(campaign, 0), Token);

        var head = (await RowsAsync(process, campaign)).Head;
        Assert.Equal((confirm ? 1L : 0L, 0L), (head.Used, head.Held));
        Assert.Equal(confirm ? RedemptionState.Redeemed : RedemptionState.Released, (await process.Ledger.FindAsync(held.RedemptionId, Token))?.State);
        Assert.Equal(0, head.Days.Values.Sum(day => day.Channels["web"].HoldsExpired));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Release_WhoseProcessDiedBeforeTheLane_DoesNotStandInTheOrdersOwnWay(int campaigns)
    {
        await using var process = Start();
        var intent = Hold([.. await Task.WhenAll(Enumerable.Range(0, campaigns).Select(_ => CampaignAsync(process, total: 1, perCustomer: 1)))]);
        var held = await MadeAsync(process, intent);
        await EndAloneAsync(process, held, HoldEnding.Released);
        await using var other = Start();

        Assert.IsType<RedeemOutcome.Made>(await other.Ledger.RedeemAsync(intent, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_WhoseAnswersAreLost_IsDoneOnce(bool confirm)
    {
        await using var setup = Start();
        var (first, second) = (await CampaignAsync(setup, total: 1), await CampaignAsync(setup, total: 1));
        var faulty = 0;
        var gate = new FaultGate("p", FaultPlan.Script((_, request) => Volatile.Read(ref faulty) is > 0 and <= 12 && (request.IsOn("Orders") || request.IsTransaction) && Interlocked.Increment(ref faulty) % 2 == 0 ? Fault.LandThenLose : Fault.None));
        await using var process = new FaultyProcess(azurite.ConnectionString, gate, _clock);
        var held = await MadeAsync(process, Hold(first, second));
        Interlocked.Exchange(ref faulty, 1);

        var outcome = confirm
            ? await process.Ledger.ConfirmAsync(held.RedemptionId, Token)
            : await process.Ledger.ReleaseAsync(held.RedemptionId, Token);

        Assert.IsType<HoldOutcome.Done>(outcome);
        foreach (var campaign in new[] { first, second })
        {
            await BookedAsync(process, campaign);
            var head = (await RowsAsync(setup, campaign)).Head;
            Assert.Equal((confirm ? 1L : 0L, 0L, 0L), (head.Used, head.Held, head.Prepared));
        }
    }

    [Fact]
    public async Task ConfirmAndReleaseAndDeadline_AtOnceOnTwoProcesses_OneWins()
    {
        await using var first = Start();
        await using var second = Start();
        var campaign = await CampaignAsync(first, total: 100);
        for (var round = 0; round < 10; round++)
        {
            var held = await MadeAsync(first, Hold(campaign) with { HoldFor = TimeSpan.FromMilliseconds(round * 5) });

            var outcomes = await Task.WhenAll(
                first.Ledger.ConfirmAsync(held.RedemptionId, Token),
                second.Ledger.ReleaseAsync(held.RedemptionId, Token),
                second.Ledger.ConfirmAsync(held.RedemptionId, Token),
                first.Ledger.ReleaseAsync(held.RedemptionId, Token));

            var state = (await first.Ledger.FindAsync(held.RedemptionId, Token))?.State;
            Assert.Equal(outcomes[0].GetType(), outcomes[2].GetType());
            Assert.Equal(outcomes[1].GetType(), outcomes[3].GetType());
            Assert.Equal(state == RedemptionState.Redeemed, outcomes[0] is HoldOutcome.Done);
            Assert.Equal(state == RedemptionState.Released, outcomes[1] is HoldOutcome.Done);
        }

        await BookedAsync(first, campaign);
        var lane = await RowsAsync(first, campaign);
        Assert.Equal((0L, 0), (lane.Head.Held, lane.Held.Count));
    }

    [Fact]
    public async Task Claim_OfACodeThatIsHeldOnTheOrder_IsSettledUntilTheHoldLapses()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 5);
        var intent = Hold(campaign);
        var held = await MadeAsync(process, intent);
        var claim = intent with { ContentHash = "claim", HoldFor = null };

        Assert.Equal(held, await process.Ledger.FindSettledAsync(intent.OrderId, "CODE", Token));
        Assert.Equal(held, Assert.IsType<RedeemOutcome.OtherContent>(await process.Ledger.RedeemRetroactivelyAsync(claim, _clock.GetUtcNow(), Token)).Existing);
        _clock.Advance(Quarter);

        Assert.Null(await process.Ledger.FindSettledAsync(intent.OrderId, "CODE", Token));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemRetroactivelyAsync(claim, _clock.GetUtcNow(), Token));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("release")]
    public async Task End_OfWhatIsNoHold_IsDoneOrAConflictOrUnknown(string end)
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 1);
        var redeemed = await MadeAsync(process, Redeem(campaign));
        var refused = Redeem(campaign);
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(refused, Token));
        Task<HoldOutcome> EndAsync(string id) => end == "confirm" ? process.Ledger.ConfirmAsync(id, Token) : process.Ledger.ReleaseAsync(id, Token);

        Assert.IsType<HoldOutcome.Unknown>(await EndAsync("nonsense"));
        Assert.IsType<HoldOutcome.Unknown>(await EndAsync("0123456789abcdef0123456789abcdef-1"));
        Assert.IsType<HoldOutcome.Unknown>(await EndAsync(OrderKey.Own(refused.OrderId).RedemptionId));
        Assert.Equal(end == "confirm" ? new HoldOutcome.Done(redeemed) : new HoldOutcome.Conflict(redeemed), await EndAsync(redeemed.RedemptionId));
    }

    [Fact]
    public async Task Limit_LoweredBelowWhatIsHeld_IsRefused()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 5);
        await MadeAsync(process, Hold(campaign));
        await MadeAsync(process, Redeem(campaign));
        var saved = new LaneLimits(1, "EUR", 5, null, null);

        Assert.Equal(new StampResult(false, LimitKind.Total, 2), await process.Lane(campaign).PostAsync(new LowerLimits(saved, saved with { Units = 1 }, "a")));
    }

    [Fact]
    public async Task Limit_LoweredBelowADeadHold_IsLowered()
    {
        await using var process = Start();
        var campaign = await CampaignAsync(process, total: 5);
        await MadeAsync(process, Hold(campaign));
        _clock.Advance(Quarter);
        var saved = new LaneLimits(1, "EUR", 5, null, null);

        Assert.True((await process.Lane(campaign).PostAsync(new LowerLimits(saved, saved with { Units = 0 }, "a"))).Stamped);
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Redeem(campaign), Token));
    }

    private FaultyProcess Start() => new(azurite.ConnectionString, new FaultGate("p", FaultPlan.None), _clock);

    private static async Task<Redemption> MadeAsync(FaultyProcess process, RedemptionIntent intent) =>
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Token)).Redemption;

    /// <summary>Ends a hold as a process does that dies before any lane is told.</summary>
    private async Task EndAloneAsync(FaultyProcess process, Redemption held, HoldEnding ending)
    {
        var (orders, key) = (new OrderBook(process.Tables), OrderKey.Parse(held.RedemptionId).GetValueOrDefault());
        Decision? decision;
        while ((decision = await orders.FindDecisionAsync(key, Token)) is null)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal(ending, await orders.EndAsync(key, decision, ending, _clock.GetUtcNow(), Token));
    }

    /// <summary>Ends once so many uses are held in a campaign, which may be moments after the answers.</summary>
    private static async Task BookedAsync(FaultyProcess process, string campaign, long held = 0)
    {
        while ((await RowsAsync(process, campaign)).Head.Held != held)
        {
            await Task.Delay(20, Token);
        }
    }

    private async Task<string> CampaignAsync(FaultyProcess process, long? total = null, int? perCustomer = null, long? budget = null)
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        return await Sample.CampaignAsync(process.Tables, total, perCustomer, budget);
    }

    private static RedemptionIntent Redeem(params string[] campaigns) =>
        Sample.Intent(Sample.Id("order"), Sample.Id("customer"), [.. campaigns.Select(campaign => (campaign, "CODE", 100L))]);

    private static RedemptionIntent Hold(params string[] campaigns) => Redeem(campaigns) with { HoldFor = Quarter };

    private static Task<LaneRows> RowsAsync(FaultyProcess process, string campaign) => LaneRows.ReadAsync(process, new(campaign, null, null, null, false));

    private static async Task<IReadOnlyList<string>> MarksAsync(FaultyProcess process, string campaign)
    {
        var marks = new List<string>();
        await foreach (var row in process.Tables.Due.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token))
        {
            if (row.RowKey.EndsWith($"|{campaign}|0", StringComparison.Ordinal))
            {
                marks.Add(row.RowKey);
            }
        }

        return marks;
    }

    /// <summary>A clock that stands until it is set; timers run by the machine's.</summary>
    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        private long _now = now.UtcTicks;

        public DateTimeOffset Now
        {
            set => Interlocked.Exchange(ref _now, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);
    }
}
