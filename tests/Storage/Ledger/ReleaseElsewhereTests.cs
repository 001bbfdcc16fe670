using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger;

/// <summary>Ends of holds that another process made than the one that is asked, which answers before any lane has booked them.</summary>
public sealed class ReleaseElsewhereTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private readonly StandingClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("total", 1)]
    [InlineData("budget", 1)]
    [InlineData("customer", 1)]
    [InlineData("total", 3)]
    [InlineData("budget", 3)]
    [InlineData("customer", 3)]
    public async Task Release_Answered_TheUseIsThereForAThirdThoughNothingIsBooked(string limit, int lanes)
    {
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, limit == "total" ? 1 : null, limit == "customer" ? 1 : null, limit == "budget" ? 100 : null, lanes);
        var (mine, theirs) = (Customer(1, lanes), limit == "customer" ? Customer(1, lanes) : Customer(2, lanes));
        var held = await MadeAsync(holder, Intent(mine, lanes, campaign) with { HoldFor = Quarter });
        await using var third = Start();
        Assert.IsType<RedeemOutcome.Refused>(await third.Ledger.RedeemAsync(Intent(theirs, lanes, campaign), Token));
        var unread = new UnreadLanes();
        await using var releaser = Start(unread);

        Assert.IsType<HoldOutcome.Done>(await releaser.Ledger.ReleaseAsync(held.RedemptionId, Token));
        await MadeAsync(third, Intent(theirs, lanes, campaign));

        Assert.IsType<RedeemOutcome.Refused>(await holder.Ledger.RedeemAsync(Intent(theirs, lanes, campaign), Token));
        unread.Open();
        await BookedAsync(third, lanes, campaign);
        Assert.Equal(1, (await RowsAsync(third, lanes, campaign)).Head.Used);
    }

    public async ValueTask InitializeAsync()
    {
        await using var process = Start();
        await process.Tables.CreateAsync(Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The holder died between the order's decision and its lanes, whose uses are prepared still.</summary>
    [Fact]
    public async Task Release_OfUsesThatArePreparedStill_TheUsesAreThereForAThird()
    {
        await using var setup = Start();
        string[] campaigns = [await Sample.CampaignAsync(setup.Tables, total: 1), await Sample.CampaignAsync(setup.Tables, total: 1)];
        var intent = Intent("c", 1, campaigns) with { HoldFor = Quarter };
        var dying = Start(FaultPlan.Script((_, request) => request.Body.Contains("\"Committed\":true", StringComparison.Ordinal) ? Fault.LandThenCrash : Fault.None));
        Assert.NotNull(await Record.ExceptionAsync(() => dying.Ledger.RedeemAsync(intent, Token)));
        _ = dying.DisposeAsync().AsTask();
        var unread = new UnreadLanes();
        await using var releaser = Start(unread);

        Assert.IsType<HoldOutcome.Done>(await releaser.Ledger.ReleaseAsync(OrderKey.Own(intent.OrderId).RedemptionId, Token));
        foreach (var campaign in campaigns)
        {
            await MadeAsync(setup, Intent("d", 1, campaign));
        }

        unread.Open();
        foreach (var campaign in campaigns)
        {
            await BookedAsync(setup, 1, campaign);
            Assert.Equal((1, 0), ((await RowsAsync(setup, 1, campaign)).Head.Used, (await RowsAsync(setup, 1, campaign)).Pending));
        }
    }

    [Fact]
    public async Task Release_WhoseProcessDiesBeforeTheLaneIsTold_IsCompletedByItsRepeat()
    {
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, total: 1);
        var held = await MadeAsync(holder, Intent("c", 1, campaign) with { HoldFor = Quarter });
        var dying = Start(FaultPlan.Script((_, request) => IsNote(request) ? Fault.Crash : Fault.None));
        Assert.NotNull(await Record.ExceptionAsync(() => dying.Ledger.ReleaseAsync(held.RedemptionId, Token)));
        _ = dying.DisposeAsync().AsTask();
        var unread = new UnreadLanes();
        await using var releaser = Start(unread);

        Assert.IsType<HoldOutcome.Done>(await releaser.Ledger.ReleaseAsync(held.RedemptionId, Token));

        await MadeAsync(holder, Intent("d", 1, campaign));
        unread.Open();
        await BookedAsync(holder, 1, campaign);
    }

    /// <summary>Whatever request is the last one of the process: a repeat elsewhere says the same, the use is there for a third or is not, and it is booked once.</summary>
    [Theory]
    [InlineData(true, Fault.Crash)]
    [InlineData(true, Fault.LandThenCrash)]
    [InlineData(false, Fault.Crash)]
    [InlineData(false, Fault.LandThenCrash)]
    public async Task End_WhoseProcessDiesAtAnyRequest_IsCompletedByItsRepeat(bool confirm, Fault fault)
    {
        await using var holder = Start();
        for (var at = 1; ; at++)
        {
            var campaign = await Sample.CampaignAsync(holder.Tables, total: 1);
            var held = await MadeAsync(holder, Intent("c", 1, campaign) with { HoldFor = Quarter });
            await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
            var died = at;
            var dying = Start(FaultPlan.Script((number, _) => number == died ? fault : Fault.None));
            await Record.ExceptionAsync(() => EndAsync(dying, held, confirm));
            var gone = dying.DisposeAsync().AsTask();
            if (!dying.Gate.Stopped)
            {
                await gone;
            }

            await using var other = Start();

            Assert.IsType<HoldOutcome.Done>(await EndAsync(other, held, confirm));
            var taken = await other.Ledger.RedeemAsync(Intent("d", 1, campaign), Token);

            Assert.Equal(confirm, taken is RedeemOutcome.Refused);
            _clock.Advance(Quarter + TimeSpan.FromMinutes(5));
            await other.Ledger.RepairLaneAsync(new(campaign, 0), Token);
            await Aftermath.DeliveredAsync(other.Tables, [campaign], Token);
            var lane = await RowsAsync(other, 1, campaign);
            Assert.Equal((1L, 0L, 0), (lane.Head.Used, lane.Head.Held, lane.Released));
            Assert.Equal(confirm ? [OutboxEntry.Held, OutboxEntry.Redeemed] : [OutboxEntry.Held, OutboxEntry.Released, OutboxEntry.Redeemed], lane.Journal.Select(entry => entry.Kind));
            if (dying.Gate.Sent.Count < at)
            {
                Assert.True(at > 5);
                return;
            }
        }
    }

    /// <summary>Where the head cannot be told, the release is answered once it is booked.</summary>
    [Fact]
    public async Task Release_WithAHeadThatHasNoRoomForIt_IsBookedBeforeItsAnswer()
    {
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, total: 1);
        var held = await MadeAsync(holder, Intent("c", 1, campaign) with { HoldFor = Quarter });
        await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
        await using var releaser = Start(FaultPlan.Script((_, request) => IsNote(request) ? Fault.Refused : Fault.None));

        Assert.IsType<HoldOutcome.Done>(await releaser.Ledger.ReleaseAsync(held.RedemptionId, Token));

        var lane = await RowsAsync(holder, 1, campaign);
        Assert.Equal((0L, 0), (lane.Head.Held, lane.Released));
    }

    /// <summary>A note that lands when all is booked tells nobody anything, and goes.</summary>
    [Fact]
    public async Task Note_ThatLandsAfterItsReleaseIsBooked_GoesWithTheNextTransaction()
    {
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, total: 1);
        var held = await MadeAsync(holder, Intent("c", 1, campaign) with { HoldFor = Quarter });
        var late = new LateNote();
        var releaser = Start(late);
        Assert.IsType<HoldOutcome.Done>(await releaser.Ledger.ReleaseAsync(held.RedemptionId, Token));
        await BookedAsync(holder, 1, campaign);
        await releaser.DisposeAsync();
        late.Land();
        await releaser.Gate.SettleAsync();
        Assert.Equal(1, (await RowsAsync(holder, 1, campaign)).Released);

        await MadeAsync(holder, Intent("d", 1, campaign));

        var lane = await RowsAsync(holder, 1, campaign);
        Assert.Equal((0, 1L, 0L), (lane.Released, lane.Head.Used, lane.Head.Held));
    }

    /// <summary>Many at once share what is told and what is booked.</summary>
    [Fact]
    public async Task Releases_OfManyHoldsAtOnce_AreAllBookedOnce()
    {
        const int Holds = 120;
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, total: Holds);
        var held = await Task.WhenAll(Enumerable.Range(0, Holds).Select(i => MadeAsync(holder, Intent($"c{i}", 1, campaign) with { HoldFor = Quarter })));
        await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
        await using var first = Start();
        await using var second = Start();

        var outcomes = await Task.WhenAll(held.Select((each, i) => (i % 2 == 0 ? first : second).Ledger.ReleaseAsync(each.RedemptionId, Token)));

        Assert.All(outcomes, outcome => Assert.IsType<HoldOutcome.Done>(outcome));
        await Task.WhenAll(Enumerable.Range(0, Holds).Select(i => MadeAsync(second, Intent($"d{i}", 1, campaign))));
        Assert.True(first.Gate.Sent.Concat(second.Gate.Sent).Count(sent => IsNote(sent.Request)) < Holds);
        await BookedAsync(holder, 1, campaign);
        await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
        Assert.Equal(Holds, (await RowsAsync(holder, 1, campaign)).Journal.Count(entry => entry.Kind == OutboxEntry.Released));
    }

    /// <summary>A refund may be booked before the confirmation that it rests on; the sums come out the same.</summary>
    [Fact]
    public async Task Confirm_Answered_IsReadAndRefundedThoughNothingIsBooked()
    {
        await using var holder = Start();
        var campaign = await Sample.CampaignAsync(holder.Tables, total: 1, perCustomer: 1);
        var held = await MadeAsync(holder, Intent("c", 1, campaign) with { HoldFor = Quarter, Lines = [new BoughtLine("1", 1, 1_000)] });
        await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
        var unread = new UnreadLanes();
        await using var other = Start(unread);

        Assert.IsType<HoldOutcome.Done>(await other.Ledger.ConfirmAsync(held.RedemptionId, Token));
        Assert.Equal(RedemptionState.Redeemed, (await holder.Ledger.FindAsync(held.RedemptionId, Token))?.State);
        Assert.True(Assert.IsType<RefundOutcome.Made>(await holder.Ledger.RefundAsync(held.RedemptionId, new("r", null), Token)).Refund.UseReturned);
        await MadeAsync(holder, Intent("c", 1, campaign));

        unread.Open();
        await BookedAsync(holder, 1, campaign);
        await Aftermath.DeliveredAsync(holder.Tables, [campaign], Token);
        var lane = await RowsAsync(holder, 1, campaign);
        Assert.Equal((1L, 1), (lane.Head.Used, lane.Customers["c"].Count));
        Assert.Equal(
            [OutboxEntry.Held, OutboxEntry.Redeemed, OutboxEntry.Redeemed, OutboxEntry.Refunded],
            lane.Journal.Select(entry => entry.Kind).Order(StringComparer.Ordinal));
    }

    private FaultyProcess Start(FaultPlan? plan = null) => new(azurite.ConnectionString, new FaultGate("p", plan ?? FaultPlan.None), _clock);

    /// <summary>Takes uses. Of a hold the decision stands then as well: until it does, whoever ends the hold asks the lane.</summary>
    private static async Task<Redemption> MadeAsync(FaultyProcess process, RedemptionIntent intent)
    {
        var made = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Token)).Redemption;
        var key = OrderKey.Parse(made.RedemptionId);
        Assert.NotNull(key);
        while (made.HeldUntil is not null && await process.Tables.Orders.FindAsync(key.Value.Hash, key.Value.DecisionRow, Token) is null)
        {
            await Task.Delay(20, Token);
        }

        return made;
    }

    private static Task<HoldOutcome> EndAsync(FaultyProcess process, Redemption held, bool confirm) =>
        confirm ? process.Ledger.ConfirmAsync(held.RedemptionId, Token) : process.Ledger.ReleaseAsync(held.RedemptionId, Token);

    private static string Customer(int lane, int lanes) => Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, lanes) == lane % lanes);

    private static RedemptionIntent Intent(string customer, int lanes, params string[] campaigns) =>
        Sample.Intent(Sample.Id("order"), customer, [.. campaigns.Select(campaign => (campaign, "CODE", 100L))]) is var intent
            ? intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = lanes })] }
            : throw new InvalidOperationException();

    private static Task<LaneRows> RowsAsync(FaultyProcess process, int lanes, string campaign) =>
        LaneRows.ReadAsync(process, new(campaign, null, null, null, false) { Lanes = lanes });

    private static async Task BookedAsync(FaultyProcess process, int lanes, string campaign)
    {
        while (await RowsAsync(process, lanes, campaign) is not { Head.Held: 0, Head.Prepared: 0, Released: 0 })
        {
            await Task.Delay(20, Token);
        }
    }

    private static bool IsNote(SentRequest request) =>
        !request.IsTransaction && request.Method is not ("GET" or "PUT") && request.IsOn("Lanes") && request.Path.Contains("RowKey='!'", StringComparison.Ordinal);

    /// <summary>The first note lands when told, after its repeat.</summary>
    private sealed class LateNote : FaultPlan
    {
        private readonly TaskCompletionSource _may = new();
        private int _met;

        public void Land() => _may.SetResult();

        public override Fault Next(int number, SentRequest request) => IsNote(request) && Interlocked.Increment(ref _met) == 1 ? Fault.Late : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => _may.Task.WaitAsync(cancellationToken);
    }
}
