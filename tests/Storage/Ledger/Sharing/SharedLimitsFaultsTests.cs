using System.Text.RegularExpressions;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Sharing;

/// <summary>What room on its way rests on, each beside the same with the bug that it is there against.</summary>
public sealed partial class SharedLimitsFaultsTests(AzuriteFixture azurite)
{
    private const int Lanes = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 14)]
    public async Task Transfer_FinishedByAnother_IsReceivedOnceUnlessNobodyLooksAtItsSourceAgain(bool planted, long shares)
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 10, lanes: Lanes);
        var (bank, target) = (new LaneKey(campaign, 0), new LaneKey(campaign, 2));
        var gate = new FaultGate("resumer", FaultPlan.None) { StaleReads = request => planted && request.ReadsHead(bank) };
        await using var resumer = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);
        var (id, share) = await process.Ledger.Lanes.Get(bank).PostAsync(new GiveShare(target.Lane, 4, 0, generous: false)) ?? throw new InvalidOperationException();

        // The resumer has seen the transfer listed; then its owner finishes it.
        Assert.Contains(id, (await resumer.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token))[0].Out.Keys);
        await process.Ledger.Lanes.Get(target).PostAsync(new ReceiveShare(id, bank.Lane, share));
        await process.Ledger.Lanes.Get(bank).PostAsync(new DropOut(id));
        await process.Ledger.Lanes.Get(target).PostAsync(new ForgetRows([LaneKey.ReceivedRow(id)]));
        await process.Ledger.Lanes.Get(target).PostAsync(new TouchHead());
        await resumer.Ledger.Lanes.Get(target).PostAsync(new ReceiveShare(id, bank.Lane, share));

        var heads = await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token);
        Assert.Equal(shares, heads.Sum(head => head.Units));
    }

    [Fact]
    public async Task Transfer_FinishedByTwoInOneTransaction_IsReceivedOnce()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 10, lanes: Lanes);
        var (bank, target) = (new LaneKey(campaign, 0), new LaneKey(campaign, 2));
        var (id, share) = await process.Ledger.Lanes.Get(bank).PostAsync(new GiveShare(target.Lane, 4, 0, generous: false)) ?? throw new InvalidOperationException();
        var (writes, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var plan = new Held(request => request.IsTransaction, writes, go.Task);
        await using var finisher = new FaultyProcess(azurite.ConnectionString, new FaultGate("finisher", plan), TimeProvider.System);
        var lane = finisher.Ledger.Lanes.Get(target);
        var touched = lane.PostAsync(new TouchHead());
        await writes.Task.WaitAsync(Token);

        // The writer is busy, so both go into its next transaction.
        var both = Task.WhenAll(lane.PostAsync(new ReceiveShare(id, bank.Lane, share)), lane.PostAsync(new ReceiveShare(id, bank.Lane, share)));
        go.SetResult();
        await touched;
        await both.WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal([6, 0, 4], (await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token)).Select(head => head.Units));
    }

    /// <summary>At every instant one use is free: first in lane 2, then in lane 1 as well, then in lane 1 alone. A cursor that reads lane 1 first and lane 2 last sees none.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LastUse_GivenBackBehindTheReading_IsFoundUnlessOneReadingIsEnough(bool planted)
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 2, lanes: Lanes);
        var held = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, 1) with { HoldFor = TimeSpan.FromMinutes(5) }, Token)).Redemption;
        Assert.Null(await process.Ledger.Lanes.Rooms.IntoAsync(new(campaign, 2), Lanes, [new(1, 0)], long.MaxValue, Token));

        var (read, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var plan = new Held(request => request.ReadsHead(new(campaign, 2)), read, go.Task);
        var gate = new FaultGate("asker", plan) { StaleReads = request => planted && (request.ReadsHead(new(campaign, 1)) || request.ReadsHead(new(campaign, 2))) };
        await using var asker = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);
        var asked = asker.Ledger.RedeemAsync(Intent(campaign, 0), Token);
        await read.Task.WaitAsync(Token);
        await UntilAsync(() => gate.Sent.Any(sent => sent.Request.ReadsHead(new(campaign, 1))));
        await Task.Delay(300, Token);
        Assert.IsType<HoldOutcome.Done>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, 2), Token));
        go.SetResult();

        var outcome = await asked.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(planted ? typeof(RedeemOutcome.Refused) : typeof(RedeemOutcome.Made), outcome.GetType());
    }

    /// <summary>The same for what a claim's decision asks: never less than is left.</summary>
    [Fact]
    public async Task LimitsNow_WhileRoomIsGivenBackBehindTheReading_DoNotMissIt()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 2, lanes: Lanes);
        var held = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, 1) with { HoldFor = TimeSpan.FromMinutes(5) }, Token)).Redemption;
        Assert.Null(await process.Ledger.Lanes.Rooms.IntoAsync(new(campaign, 2), Lanes, [new(1, 0)], long.MaxValue, Token));
        var (read, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gate = new FaultGate("asker", new Held(request => request.ReadsHead(new(campaign, 2)), read, go.Task));
        await using var asker = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);
        var asked = asker.Ledger.LimitsNowAsync(campaign, new(1, "EUR", 2, null, null, Lanes), null, Token);
        await read.Task.WaitAsync(Token);
        await UntilAsync(() => gate.Sent.Any(sent => sent.Request.ReadsHead(new(campaign, 1))));
        await Task.Delay(300, Token);
        Assert.IsType<HoldOutcome.Done>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, 2), Token));
        go.SetResult();

        Assert.Equal(1, (await asked.WaitAsync(TimeSpan.FromMinutes(1), Token)).Total);
    }

    [Fact]
    public async Task LimitsNow_RightAfterAChange_KnowIt()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var other = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 1, perCustomer: 1, budget: 50, lanes: Lanes);
        var limits = new LaneLimits(1, "EUR", 1, 50, 1, Lanes);
        var intent = Intent(campaign, 1) with { HoldFor = TimeSpan.FromMinutes(5) };
        Assert.Equal(new LimitsLeft(1, 50, 1), await other.Ledger.LimitsNowAsync(campaign, limits, intent.CustomerKey, Token));

        var held = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Token)).Redemption;
        Assert.Equal(new LimitsLeft(0, 40, 0), await other.Ledger.LimitsNowAsync(campaign, limits, intent.CustomerKey, Token));

        await process.Ledger.ReleaseAsync(held.RedemptionId, Token);
        Assert.Equal(new LimitsLeft(1, 50, 1), await other.Ledger.LimitsNowAsync(campaign, limits, intent.CustomerKey, Token));
    }

    /// <summary>Two lanes with 50 each, and both ask for 80: one after the other, a transfer or two serve each. Without the lease they take from each other to and fro.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Budget_AskedForByTwoAtOnce_IsCollectedByOneAfterTheOtherUnlessThereIsNoLease(bool planted)
    {
        const int MostTransfers = 4;
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var (most, rounds) = (0, planted ? 40 : 4);
        for (var round = 0; round < rounds && most <= MostTransfers; round++)
        {
            most = Math.Max(most, await TransfersAsync(process, planted));
        }

        Assert.Equal(planted, most > MostTransfers);
    }

    /// <summary>How many transfers it took to serve both.</summary>
    private async Task<int> TransfersAsync(LedgerProcess process, bool planted)
    {
        var campaign = await Sample.CampaignAsync(process.Tables, budget: 100, lanes: Lanes);
        var rooms = process.Ledger.Lanes.Rooms;
        Assert.Null(await rooms.IntoAsync(new(campaign, 1), Lanes, [new(0, 50)], long.MaxValue, Token));
        Assert.Null(await rooms.IntoAsync(new(campaign, 2), Lanes, [new(0, 50)], long.MaxValue, Token));
        Assert.Equal([0, 50, 50], (await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token)).Select(head => head.FreeMoney));
        var step = new InStep();
        await using var first = Asker(1);
        await using var second = Asker(2);

        await Task.WhenAll(AskAsync(first, 1), AskAsync(second, 2)).WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(100, (await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token)).Sum(head => head.Money));
        return first.Gate.Sent.Concat(second.Gate.Sent)
            .Where(sent => sent.Request.IsTransaction)
            .SelectMany(sent => ReceivedRow().Matches(sent.Request.Body).Select(row => row.Value))
            .Distinct()
            .Count();

        FaultyProcess Asker(int lane) => new(
            azurite.ConnectionString,
            new FaultGate($"asker {lane}", step.Of(request => IsGift(request, new(campaign, Lanes - lane)))) { Pretends = request => planted && request.IsOn("Collector") },
            TimeProvider.System);
        Task<RoomLeft?> AskAsync(FaultyProcess asker, int lane) => asker.Ledger.Lanes.Rooms.IntoAsync(new(campaign, lane), Lanes, [new(0, 80)], long.MaxValue, Token);
    }

    [GeneratedRegex("\"RowKey\":\"s\\|[^\"]+\"")]
    private static partial Regex ReceivedRow();

    private static bool IsGift(SentRequest request, LaneKey from) =>
        request.IsTransaction && request.IsOn("Lanes") && request.Body.Contains($"PartitionKey='{from.Partition}'", StringComparison.Ordinal) && request.Body.Contains("\"Out\":", StringComparison.Ordinal);

    private static RedemptionIntent Intent(string campaign, int lane)
    {
        var customer = Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == lane);
        var intent = Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 10));
        return intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes })] };
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, Token);
        }
    }

    /// <summary>Holds the first of these requests until told.</summary>
    private sealed class Held(Func<SentRequest, bool> which, TaskCompletionSource meets, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) => which(request) && meets.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }

    /// <summary>Lets two processes give at the same time: who comes alone waits a moment for the other.</summary>
    private sealed class InStep
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource? _waiting;

        public FaultPlan Of(Func<SentRequest, bool> isGift) => new Plan(this, isGift);

        private Task MeetAsync(CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (_waiting?.TrySetResult() == true)
                {
                    _waiting = null;
                    return Task.CompletedTask;
                }

                var waiting = _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _ = Task.Delay(200, cancellationToken).ContinueWith(_ => waiting.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return waiting.Task;
            }
        }

        private sealed class Plan(InStep step, Func<SentRequest, bool> isGift) : FaultPlan
        {
            public override Fault Next(int number, SentRequest request) => isGift(request) ? Fault.Slow : Fault.None;

            public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => step.MeetAsync(cancellationToken);
        }
    }
}
