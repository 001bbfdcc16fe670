using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support.Faults;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

/// <summary>What the ledger publishes: every transaction at least once, whatever dies, and redemptions go on without it.</summary>
public sealed class EventTests(OwnStorage storage) : IClassFixture<OwnStorage>
{
    private readonly FastClock _clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), speed: 1);
    private readonly EventRecorder _recorder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lane_HeldConfirmedReleasedRedeemedAndRefunded_IsPublishedInSequence()
    {
        var (first, second, third) = (Sample.Id("order"), Sample.Id("order"), Sample.Id("order"));
        var campaign = await InProcessAsync(async process =>
        {
            var made = await Sample.CampaignAsync(process.Tables, total: 10);
            var confirmed = await RedeemAsync(process.Ledger, OrderOf(first, "c", made) with { HoldFor = TimeSpan.FromMinutes(15) });
            await process.Ledger.ConfirmAsync(confirmed.RedemptionId, Token);
            var released = await RedeemAsync(process.Ledger, OrderOf(second, null, made) with { HoldFor = TimeSpan.FromMinutes(15) });
            await process.Ledger.ReleaseAsync(released.RedemptionId, Token);
            var redeemed = await RedeemAsync(process.Ledger, OrderOf(third, "c", made));
            await RefundAsync(process.Ledger, redeemed, Full("r"));
            return made;
        });

        Assert.Equal([1, 2, 3, 4, 5, 6], _recorder.SequencesOf(campaign));
        var events = _recorder.EventsOf(campaign);
        Assert.Equal(
            [
                (RedemptionEventKind.Held, first, "CODE0", 400, 10_000),
                (RedemptionEventKind.Redeemed, first, "CODE0", 400, 10_000),
                (RedemptionEventKind.Held, second, "CODE0", 400, 10_000),
                (RedemptionEventKind.Released, second, "CODE0", 400, 10_000),
                (RedemptionEventKind.Redeemed, third, "CODE0", 400, 10_000),
                (RedemptionEventKind.Refunded, third, null, 400, 0),
            ],
            events.Select(each => (each.Kind, each.OrderId, each.Code, each.Discount, each.OrderValue)));
        Assert.All(events, each => Assert.Equal((each.HeldUntil is not null, "web", "EUR", 1), (each.OrderId != third, each.Channel, each.Currency, each.TermsVersion)));
    }

    [Fact]
    public async Task Hold_ThatLapses_IsPublishedAsExpired()
    {
        var campaign = await InProcessAsync(async process =>
        {
            var made = await Sample.CampaignAsync(process.Tables, total: 1);
            await RedeemAsync(process.Ledger, Order("c", made) with { HoldFor = TimeSpan.FromMinutes(1) });
            return made;
        });
        _clock.Advance(TimeSpan.FromMinutes(5));

        await SweepAsync();

        Assert.Equal([RedemptionEventKind.Held, RedemptionEventKind.Expired], _recorder.EventsOf(campaign).Select(each => each.Kind));
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("hangs")]
    public async Task Redemptions_WithoutTheQueue_AreAllAnsweredAndPublishedOnceItIsBack(string way)
    {
        // The time of day stands: how often the queue is asked is told by the pauses, not by how long this takes.
        var clock = new StandingClock(_clock.GetUtcNow());

        // A queue that hangs does so for ever: only the ledger's patience ends it, whatever the token says.
        _recorder.Fails = way == "hangs" ? _ => new TaskCompletionSource().Task : _ => throw new IOException("The queue is gone.");
        var campaign = "";
        await InProcessAsync(async process =>
        {
            campaign = await Sample.CampaignAsync(process.Tables, total: 200);
            for (var round = 0; round < 20; round++)
            {
                // In small rounds, so that there are more transactions than places for deliveries.
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RedeemAsync(process.Ledger, Order(Sample.Id("c"), campaign))));
            }

            await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => RedeemAsync(process.Ledger, Order(Sample.Id("c"), campaign))));
            return true;
        }, clock);

        // Nothing else waits for it: the decisions and the journal are there. Once it is known not to answer, nobody asks it: only those that were
        // under delivery by then have.
        var lane = await LaneAsync(campaign, clock);
        Assert.Equal((200, 200, 0), (lane.Head.Used, lane.Journal.Count, _recorder.Published.Count));
        Assert.Equal(lane.Head.Sequence, lane.Outbox);
        Assert.InRange(_recorder.Asked, 1, Outbox.MostUnderWay);

        // A sweep without the queue publishes nothing and forgets nothing.
        clock.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync(clock);
        Assert.Empty(_recorder.Published);
        Assert.Equal(lane.Outbox, (await LaneAsync(campaign, clock)).Outbox);

        _recorder.Fails = null;
        clock.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync(clock);
        Assert.Equal(Enumerable.Range(1, (int)lane.Head.Sequence).Select(number => (long)number), _recorder.SequencesOf(campaign));
        Assert.Equal(200, _recorder.EventsOf(campaign).DistinctBy(each => each.RedemptionId).Count());
        Assert.Equal(0, (await LaneAsync(campaign, clock)).Outbox);
    }

    [Fact]
    public async Task Event_WhoseAnswerIsLost_IsPublishedAgainAsItWas()
    {
        _recorder.LosesAnswers = true;
        var campaign = await InProcessAsync(async process =>
        {
            var made = await Sample.CampaignAsync(process.Tables);
            await RedeemAsync(process.Ledger, Order("c", made) with { HoldFor = TimeSpan.FromMinutes(60) });
            return made;
        });
        _recorder.LosesAnswers = false;
        _clock.Advance(TimeSpan.FromMinutes(5));

        await SweepAsync();

        Assert.Equal([1, 1], _recorder.SequencesOf(campaign));
        Assert.Single(_recorder.EventsOf(campaign));
    }

    [Theory]
    [InlineData(1, Fault.Crash)]
    [InlineData(1, Fault.LandThenCrash)]
    [InlineData(2, Fault.Crash)]
    [InlineData(2, Fault.LandThenCrash)]
    public async Task Process_ThatDiesAtAnyRequest_LeavesNoTransactionUnpublishedAndNoHistoryUnwritten(int campaigns, Fault fault)
    {
        for (var at = 1; ; at++)
        {
            var customer = Sample.Id("c");
            var ids = await InProcessAsync(async process =>
            {
                var made = new List<string>();
                for (var i = 0; i < campaigns; i++)
                {
                    made.Add(await Sample.CampaignAsync(process.Tables, total: 10));
                }

                return made;
            });
            var gate = new FaultGate("dies", FaultPlan.Script((number, _) => number == at ? fault : Fault.None));
            var dying = new FaultyProcess(storage.ConnectionString, gate, _clock, _recorder);
            await Record.ExceptionAsync(() => dying.Ledger.RedeemAsync(Order(customer, [.. ids]), Token));
            await InProcessAsync(async process =>
            {
                await Aftermath.DeliveredAsync(process.Tables, ids, gate, Token);
                return true;
            });
            gate.Stop();
            _ = dying.DisposeAsync().AsTask();

            for (var sweep = 0; sweep < 2; sweep++)
            {
                _clock.Advance(TimeSpan.FromMinutes(5));
                await SweepAsync();
            }

            foreach (var campaign in ids)
            {
                var lane = await LaneAsync(campaign);
                Assert.Equal(0, lane.Outbox + lane.Pending);
                Assert.Equal(lane.Sequences, _recorder.SequencesOf(campaign).Distinct());
                Assert.Equal(lane.Journal.Select(OutboxEvents.Of), _recorder.EventsOf(campaign));
            }

            var history = await InProcessAsync(process => new TableCustomerHistory(process.Tables).ReadAsync(customer, 10, null, Token));
            Assert.Equal(
                ids.SelectMany(_recorder.EventsOf).OrderBy(each => each.At).ThenBy(each => each.Discount),
                history.Items.Select(item => item.Event).OrderBy(each => each.At).ThenBy(each => each.Discount));
            if (gate.Sent.Count < at)
            {
                Assert.True(at > 6);
                return;
            }
        }
    }

    private async Task<T> InProcessAsync<T>(Func<FaultyProcess, Task<T>> act, TimeProvider? clock = null)
    {
        await using var process = new FaultyProcess(storage.ConnectionString, new FaultGate("p", FaultPlan.None), clock ?? _clock, _recorder);
        await process.Tables.CreateAsync(Token);
        return await act(process);
    }

    private async Task SweepAsync(TimeProvider? clock = null)
    {
        await using var process = new FaultyProcess(storage.ConnectionString, new FaultGate("sweep", FaultPlan.None), clock ?? _clock, _recorder);
        await Refunds.RefundSample.SweepAsync(process, clock ?? _clock);
    }

    private Task<LaneRows> LaneAsync(string campaign, TimeProvider? clock = null) => InProcessAsync(process => Refunds.RefundSample.LaneAsync(process, campaign), clock);
}
