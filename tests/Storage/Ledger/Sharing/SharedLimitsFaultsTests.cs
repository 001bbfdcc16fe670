using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Sharing;

/// <summary>What room on its way rests on, each beside the same with the bug that it is there against.</summary>
public sealed class SharedLimitsFaultsTests(AzuriteFixture azurite)
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
        var gate = new FaultGate("resumer", FaultPlan.None) { StaleReads = request => planted && IsHead(request, bank) };
        await using var resumer = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);
        var (id, share) = await process.Ledger.Lanes.Get(bank).PostAsync(new GiveShare(target.Lane, 4, 0, generous: false)) ?? throw new InvalidOperationException();

        // The resumer has seen the transfer listed; then its owner finishes it.
        Assert.Contains(id, (await resumer.Ledger.Lanes.Rooms.HeadsAsync(campaign, Lanes, Token))[0].Out.Keys);
        await process.Ledger.Lanes.Get(target).PostAsync(new ReceiveShare(id, bank.Lane, share));
        await process.Ledger.Lanes.Get(bank).PostAsync(new DropOut(id));
        await process.Ledger.Lanes.Get(target).PostAsync(new ForgetRows([LaneKey.ReceivedRow(id)]));
        await process.Ledger.Lanes.Get(target).PostAsync(new TouchHead());
        await resumer.Ledger.Lanes.Get(target).PostAsync(new ReceiveShare(id, bank.Lane, share));

        var heads = await process.Ledger.Lanes.Rooms.HeadsAsync(campaign, Lanes, Token);
        Assert.Equal(shares, heads.Sum(head => head.Units));
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
        Assert.Null(await process.Ledger.Lanes.Rooms.IntoAsync(new(campaign, 2), Lanes, [new(1, 0)], Token));

        var (read, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var plan = new HeldReading(request => IsHead(request, new(campaign, 2)), read, go.Task);
        var gate = new FaultGate("asker", plan) { StaleReads = request => planted && (IsHead(request, new(campaign, 1)) || IsHead(request, new(campaign, 2))) };
        await using var asker = new FaultyProcess(azurite.ConnectionString, gate, TimeProvider.System);
        var asked = asker.Ledger.RedeemAsync(Intent(campaign, 0), Token);
        await read.Task.WaitAsync(Token);
        await UntilAsync(() => gate.Sent.Any(sent => IsHead(sent.Request, new(campaign, 1))));
        await Task.Delay(300, Token);
        Assert.IsType<HoldOutcome.Done>(await process.Ledger.ReleaseAsync(held.RedemptionId, Token));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, 2), Token));
        go.SetResult();

        var outcome = await asked.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(planted ? typeof(RedeemOutcome.Refused) : typeof(RedeemOutcome.Made), outcome.GetType());
    }

    private static bool IsHead(SentRequest request, LaneKey lane) =>
        request.Method == "GET" && request.IsOn("Lanes") && request.Path.Contains($"PartitionKey='{lane.Partition}',RowKey='!'", StringComparison.Ordinal);

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

    /// <summary>Holds the first of these readings until told.</summary>
    private sealed class HeldReading(Func<SentRequest, bool> which, TaskCompletionSource reads, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) => which(request) && reads.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
