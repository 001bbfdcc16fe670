using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Refunds;

/// <summary>A fault at every storage request of a refund in turn: in the end every lane has booked it once.</summary>
public sealed class RefundFaultsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, Fault.Crash)]
    [InlineData(2, Fault.Crash)]
    [InlineData(1, Fault.LandThenCrash)]
    [InlineData(2, Fault.LandThenCrash)]
    public async Task Refund_ProcessDiesAtAnyRequest_IsFinishedByTheSweepOrNeverBegan(int campaigns, Fault fault)
    {
        for (var at = 1; ; at++)
        {
            var (world, redemption) = await GivenAsync(campaigns);
            var gate = new FaultGate("dies", FaultPlan.Script((number, _) => number == at ? fault : Fault.None));
            var dying = new FaultyProcess(azurite.ConnectionString, gate, world.Clock);
            var told = await Record.ExceptionAsync(() => dying.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token)) is null;
            await world.InProcessAsync(async process =>
            {
                await Aftermath.DeliveredAsync(process.Tables, world.Campaigns, gate, Token);
                return true;
            });
            gate.Stop();
            _ = dying.DisposeAsync().AsTask();

            world.Clock.Advance(TimeSpan.FromMinutes(5));
            await SweptAsync(world, redemption);
            var lanes = await LanesAsync(world);
            var began = lanes.Any(lane => lane.Head.Used == 0);
            Assert.True(began || !told, $"request {at}: answered and not booked");
            Assert.All(lanes, lane => MustBe(lane, booked: began));

            // Whoever got no answer asks again: nothing more happens, and the answer is the refund.
            var again = Assert.IsType<RefundOutcome.Made>(await world.InProcessAsync(process => process.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token)));
            Assert.Equal((began, 2500 - (300 * campaigns) + 490 - (100 * campaigns)), (again.Repeated, again.Refund.Amount));
            world.Clock.Advance(TimeSpan.FromMinutes(5));
            await SweptAsync(world, redemption);
            Assert.All(await LanesAsync(world), lane => MustBe(lane, booked: true));
            if (gate.Sent.Count < at)
            {
                Assert.True(at > 6);
                return;
            }
        }
    }

    [Theory]
    [InlineData(1, Fault.Drop)]
    [InlineData(1, Fault.Busy)]
    [InlineData(1, Fault.LandThen500)]
    [InlineData(1, Fault.LandThenLose)]
    [InlineData(1, Fault.LandThenTimeout)]
    [InlineData(1, Fault.Late)]
    [InlineData(2, Fault.LandThenLose)]
    [InlineData(2, Fault.Late)]
    public async Task Refund_AnyRequestFails_IsMadeOnce(int campaigns, Fault fault)
    {
        for (var at = 1; ; at++)
        {
            var (world, redemption) = await GivenAsync(campaigns);
            var gate = new FaultGate("p", FaultPlan.Script((number, _) => number == at ? fault : Fault.None));
            await using (var process = new FaultyProcess(azurite.ConnectionString, gate, world.Clock))
            {
                // What is not known to the client's own retries may be 503; a repeat tells.
                RefundOutcome? outcome = null;
                if (await Record.ExceptionAsync(async () => outcome = await process.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token)) is not null)
                {
                    outcome = await process.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token);
                }

                Assert.True(Assert.IsType<RefundOutcome.Made>(outcome).Refund.UseReturned);
            }

            await gate.SettleAsync();
            Assert.All(await LanesAsync(world), lane => MustBe(lane, booked: true, forgotten: false));
            if (gate.Sent.Count < at)
            {
                return;
            }
        }
    }

    /// <summary>A slow owner has read the head; a sweep books the refund and, once that is safe, lets the lane forget it. The owner's transaction dies.</summary>
    [Fact]
    public async Task Refund_OfAnOwnerThatSleepsThroughTheSweep_IsBookedOnce()
    {
        var (world, redemption) = await GivenAsync(1);
        var sends = new TaskCompletionSource();
        var may = new TaskCompletionSource();
        await using var slow = new FaultyProcess(azurite.ConnectionString, new FaultGate("slow", new HeldTransaction(sends, may.Task)), world.Clock);
        var owner = slow.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token);
        await sends.Task.WaitAsync(Token);

        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await SweptAsync(world, redemption);
        Assert.All(await LanesAsync(world), lane => MustBe(lane, booked: true));
        may.SetResult();

        Assert.False(Assert.IsType<RefundOutcome.Made>(await owner).Repeated);
        Assert.All(await LanesAsync(world), lane => MustBe(lane, booked: true));
    }

    private async Task<(World World, Redemption Redemption)> GivenAsync(int campaigns)
    {
        var world = new World(azurite.ConnectionString, new FastClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), speed: 1));
        return await world.InProcessAsync(async process =>
        {
            await process.Tables.CreateAsync(Token);
            foreach (var _ in Enumerable.Range(0, campaigns))
            {
                world.Campaigns.Add(await Sample.CampaignAsync(process.Tables, total: 1, perCustomer: 1));
            }

            var redemption = await RedeemAsync(process.Ledger, Order("c", [.. world.Campaigns]));

            // A process that ends leaves its lanes' last outbox rows to the sweep.
            await Aftermath.DeliveredAsync(process.Tables, world.Campaigns, Token);
            return (world, redemption);
        });
    }

    /// <summary>The first sweep finishes the refund and the next, once its marks stand, lets the lanes forget it.</summary>
    private static async Task SweptAsync(World world, Redemption redemption)
    {
        var due = 1;
        for (var i = 0; i < 5 && due > 0; i++)
        {
            await world.InProcessAsync(async process =>
            {
                await SweepAsync(process, world.Clock);
                return true;
            });
            due = await world.InProcessAsync(process => DueAsync(process, redemption));
        }

        Assert.Equal(0, due);
    }

    private static Task<LaneRows[]> LanesAsync(World world) =>
        world.InProcessAsync(process => Task.WhenAll(world.Campaigns.Select(campaign => LaneAsync(process, campaign))));

    private static void MustBe(LaneRows lane, bool booked, bool forgotten = true)
    {
        var uses = booked ? 0 : 1;
        Assert.Equal((uses, uses * 400, uses), (lane.Head.Used, lane.Head.UsedMoney, lane.Customers["c"].Count));
        var refunded = lane.Journal.Where(entry => entry.Kind == OutboxEntry.Refunded).ToList();
        Assert.Equal(booked ? [(400, 1, 400)] : [], refunded.Select(entry => (entry.Discount, entry.UsesReturned, entry.BudgetReturned)));
        Assert.Equal((1 - uses, (1 - uses) * 400), (lane.Head.Days.Values.Sum(day => day.Channels["web"].Refunds), lane.Head.Days.Values.Sum(day => day.Channels["web"].RefundedDiscount)));
        Assert.Equal(booked && !forgotten ? 1 : 0, lane.Applied);
    }

    /// <summary>The tables of a test, and processes that end in good order: what they answered is delivered then.</summary>
    private sealed record World(string ConnectionString, FastClock Clock)
    {
        public List<string> Campaigns { get; } = [];

        public async Task<T> InProcessAsync<T>(Func<FaultyProcess, Task<T>> act)
        {
            await using var process = new FaultyProcess(ConnectionString, new FaultGate("other", FaultPlan.None), Clock);
            return await act(process);
        }
    }

    /// <summary>Holds the first transaction of a lane until told.</summary>
    private sealed class HeldTransaction(TaskCompletionSource sends, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) =>
            request.IsTransaction && request.IsOn("Lanes") && sends.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
