using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Single faults that once held up a lane, overfilled a transaction, or took room for good.</summary>
public sealed class LaneFaultsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prepare_AnswerLost_IsKnownAgainAndNotCountedTwice()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var (first, second) = (await Sample.CampaignAsync(setup.Tables, total: 1, perCustomer: 1), await Sample.CampaignAsync(setup.Tables, total: 1));
        var lost = 0;
        var gate = new FaultGate("p", FaultPlan.Script((_, request) => request.IsTransaction && Interlocked.Increment(ref lost) == 1 ? Fault.LandThenLose : Fault.None));
        await using var process = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);

        var outcome = await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "c", (first, "A", 10), (second, "B", 10)), Token).WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.IsType<RedeemOutcome.Made>(outcome);
    }

    [Fact]
    public async Task Redeem_ManyOrdersOverTwoCampaignsWithTenCodes_FitTheirTransactions()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var (first, second) = (await Sample.CampaignAsync(process.Tables, total: 2_000), await Sample.CampaignAsync(process.Tables, total: 2_000));
        (string, string, long)[] parts = [.. Enumerable.Range(0, 5).SelectMany(i => new[] { (first, $"A{i}", 1L), (second, $"B{i}", 1L) })];
        (string, string, long)[] single = [.. Enumerable.Range(0, 10).Select(i => (first, $"A{i}", 1L))];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => process.Ledger.RedeemAsync(
            Sample.Intent(Sample.Id("order"), Sample.Id("customer"), i % 2 == 0 ? parts : single), Token)));

        Assert.All(outcomes, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));
        await using var gate = new FaultyProcess(azurite.ConnectionString, new FaultGate("reader", FaultPlan.None), TimeProvider.System);
        Assert.Equal(1_500, (await LaneRows.ReadAsync(gate, new(first, 2_000, null, null, false))).Head is var head ? head.Used + head.Prepared : 0);
    }

    [Fact]
    public async Task Redeem_MoreWaitForAnUndecidedOrderThanATransactionTakes_AreAnsweredOnceItIsDecided()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var (narrow, wide) = (await Sample.CampaignAsync(setup.Tables, total: 1), await Sample.CampaignAsync(setup.Tables));
        var decides = new TaskCompletionSource();
        var may = new TaskCompletionSource();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", new HeldDecision(decides, may.Task)), TimeProvider.System);
        var undecided = process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "c", (narrow, "A", 1), (wide, "B", 1)), Token);
        await decides.Task.WaitAsync(Token);

        var waiting = Enumerable.Range(0, 60).Select(_ => process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), null, (narrow, "A", 1)), Token)).ToList();
        await process.Lane(narrow).PostAsync(new TouchHead());
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        may.SetResult();

        Assert.IsType<RedeemOutcome.Made>(await undecided);
        Assert.All(await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromMinutes(1), Token), outcome => Assert.IsType<RedeemOutcome.Refused>(outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lowering_NeverSaved_IsGivenBack(bool bySweep)
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 5);
        var clock = new FastClock(DateTimeOffset.UnixEpoch.AddYears(56), speed: 1);
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", FaultPlan.None), clock);
        var before = await CampaignAsync(process, campaign);
        var saved = CampaignRow.LimitsOf(before);
        await process.Lane(campaign).PostAsync(new LowerLimits(saved, saved with { Units = 0 }, "lost"));
        var intent = Sample.Intent(Sample.Id("order"), null, (campaign, "A", 1));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(intent, Token));

        clock.Advance(TimeSpan.FromSeconds(20));
        if (bySweep)
        {
            await process.Ledger.RepairLaneAsync(new(campaign, 0), Token);
        }

        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Token));
        Assert.NotEqual(before.ETag, (await CampaignAsync(process, campaign)).ETag);
    }

    [Fact]
    public async Task Lowering_LateStampOfTheOldRevision_DoesNotRaiseAgain()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 5);
        var saved = new LaneLimits(1, "EUR", 5, null, null);
        var lane = setup.Ledger.Lanes.Get(new(campaign, 0));
        await lane.PostAsync(new LowerLimits(saved, saved with { Units = 0 }, "under way"));

        await lane.PostAsync(new StampLimits(saved));

        Assert.IsType<RedeemOutcome.Refused>(await setup.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), null, (campaign, "A", 1)), Token));
    }

    private static async Task<Azure.Data.Tables.TableEntity> CampaignAsync(FaultyProcess process, string campaign) =>
        await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), Token) ?? throw new InvalidDataException("A campaign is gone.");

    /// <summary>A delivery that waited for its writer while the writer waited for the delivery's place once stopped a busy lane for good.</summary>
    [Fact]
    public async Task Redeem_MoreTransactionsThanPlacesForDeliveries_GoesOnOnceTheDeliveriesDo()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables);
        var may = new TaskCompletionSource();
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", new HeldJournal(may.Task)), TimeProvider.System);

        // One at a time: a transaction each, and one more than there are places. The last one's writer waits for a place.
        for (var i = 0; i <= Outbox.MostUnderWay; i++)
        {
            Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign), Token).WaitAsync(TimeSpan.FromMinutes(1), Token));
        }

        var next = process.Ledger.RedeemAsync(Intent(campaign), Token);
        may.SetResult();

        Assert.IsType<RedeemOutcome.Made>(await next.WaitAsync(TimeSpan.FromMinutes(1), Token));

        static RedemptionIntent Intent(string campaign) => Sample.Intent(Sample.Id("order"), null, (campaign, "A", 1));
    }

    [Fact]
    public async Task Redeem_WhileNoDeliverySucceeds_GoesOnAndLeavesTheRestToTheSweep()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables);
        var clock = new FastClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), speed: 50);
        var gate = new FaultGate("p", FaultPlan.Script((_, request) => request.Method == "POST" && request.IsOn("Journal") ? Fault.Drop : Fault.None));
        await using var process = new FaultyProcess(azurite.ConnectionString, gate, clock, places: 1);

        for (var i = 0; i < 4; i++)
        {
            var outcome = await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), null, (campaign, "A", 1)), Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
            Assert.IsType<RedeemOutcome.Made>(outcome);
        }

        clock.Advance(TimeSpan.FromMinutes(5));
        var left = await RowsOfAsync(setup.Tables.Lanes, new LaneKey(campaign, 0).Partition, LaneKey.OutboxPrefix);
        Assert.True(left.Count == 4, string.Join('\n', left.Concat(gate.Sent.Select(each => each.ToString()))));
        await using var sweeper = new FaultyProcess(azurite.ConnectionString, new FaultGate("sweeper", FaultPlan.None), clock);
        var (delivered, waiting, _) = await sweeper.Ledger.RepairLaneAsync(new(campaign, 0), Token);
        Assert.True((delivered, waiting) == (4, 0), string.Join('\n', [$"{delivered} delivered, {waiting} wait", .. left, .. sweeper.Gate.Sent]));
    }

    private static async Task<List<string>> RowsOfAsync(TableClient table, string partition, string prefix) =>
        await table.RowsAsync(partition, prefix, Token).Select(row => $"{row.RowKey} at {row.GetDateTimeOffset("At"):O}").ToListAsync(Token);

    private sealed class HeldJournal(Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) => request.Method == "POST" && request.IsOn("Journal") ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }

    /// <summary>Holds the first decision until told.</summary>
    private sealed class HeldDecision(TaskCompletionSource decides, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) =>
            request.Method == "POST" && request.IsOn("Orders") && request.Body.Contains("\"Committed\":true", StringComparison.Ordinal) && decides.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
