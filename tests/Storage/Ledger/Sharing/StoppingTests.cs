using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Sharing;

/// <summary>A process that ends while somebody waits for room of another lane.</summary>
public sealed class StoppingTests(AzuriteFixture azurite)
{
    private const int Lanes = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whoever would be kept until the ledger gives up its storage is told that by another exception: no time is measured.</summary>
    [Fact]
    public async Task Waiter_ForRoomThatALaneThatStoppedIsNotToldOf_IsFailedAtOnce()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 5, lanes: Lanes);
        var (asks, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("stops", new HeldBank(campaign, asks, may.Task)), TimeProvider.System);
        var waiter = process.Ledger.RedeemAsync(Intent(campaign), Token);
        await asks.Task.WaitAsync(Token);

        var stopping = process.DisposeAsync().AsTask();
        await UntilStoppedAsync(process.Ledger.Lanes.Get(new(campaign, 1)));
        Assert.False(waiter.IsCompleted);
        may.SetResult();

        Assert.True(StorageFailure.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => waiter)));
        await stopping;
    }

    /// <summary>Room that comes otherwise leaves a search for room behind, which ends with its process.</summary>
    [Fact]
    public async Task Process_ThatHasStopped_LooksForRoomNoMore()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 5, lanes: Lanes);
        Assert.Null(await setup.Ledger.Lanes.Rooms.IntoAsync(new(campaign, 2), Lanes, [new(5, 0)], long.MaxValue, Token));
        var (asks, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("stops", new HeldLease(asks, may.Task)), TimeProvider.System);
        var waiter = process.Ledger.RedeemAsync(Intent(campaign), Token);
        await asks.Task.WaitAsync(Token);
        Assert.True(await setup.Ledger.Lanes.Transfers.MoveAsync(new(campaign, 2), new(campaign, 1), 1, 0, generous: false, Token));
        await process.Ledger.Lanes.Get(new(campaign, 1)).PostAsync(new TellRoom(null));
        Assert.IsType<RedeemOutcome.Made>(await waiter);

        await process.DisposeAsync();
        var sent = process.Gate.Sent.Count;
        may.SetResult();

        // One that went on would be heard of within a moment.
        await Task.Delay(300, Token);
        Assert.Equal(sent, process.Gate.Sent.Count);
        Assert.Equal(5, (await setup.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token)).Sum(head => head.Units));
    }

    private static RedemptionIntent Intent(string campaign)
    {
        var customer = Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == 1);
        var intent = Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 10));
        return intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes })] };
    }

    private static async Task UntilStoppedAsync(LaneWriter lane)
    {
        while (await Record.ExceptionAsync(() => lane.PostAsync(new ForgetOutbox([]))) is null)
        {
            await Task.Delay(10, Token);
        }
    }

    /// <summary>Holds the first reading of the bank's head, which is asked for room, until told.</summary>
    private sealed class HeldBank(string campaign, TaskCompletionSource asks, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) =>
            request.ReadsHead(new(campaign, 0)) && asks.TrySetResult()
                ? Fault.Slow
                : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }

    /// <summary>Holds the first request for the collectors' lease until told.</summary>
    private sealed class HeldLease(TaskCompletionSource asks, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) =>
            request.Path.Contains("Collector", StringComparison.Ordinal) && asks.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
