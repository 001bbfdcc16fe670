using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>What a process that ends waits for.</summary>
public sealed class HandOverTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Both are taken in while the lane is busy, so that one round has them: the transaction of that round must come before the end.</summary>
    [Fact]
    public async Task HandOver_OfWhatWasPostedBeforeInTheSameRound_EndsOnceThatIsWritten()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 1);
        var (busy, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task? handedOver = null;
        var early = false;
        var transactions = 0;
        var gate = new FaultGate("ends", new Script(
            request =>
            {
                if (request.IsTransaction && Interlocked.Increment(ref transactions) == 2)
                {
                    early = handedOver is not { IsCompleted: false };
                }

                return request.Method == "GET" && request.IsOn("Lanes") && busy.TrySetResult();
            },
            may.Task));
        await using var process = new FaultyProcess(azurite.ConnectionString, gate, new StandingClock());
        var lane = process.Lane(campaign);
        _ = lane.PostAsync(new TouchHead());
        await busy.Task.WaitAsync(Token);
        var second = lane.PostAsync(new TouchHead());
        handedOver = lane.PostAsync(new HandOver());

        may.SetResult();
        await handedOver.WaitAsync(Token);

        Assert.False(early);
        Assert.True(second.IsCompletedSuccessfully);
    }

    /// <summary>An end that is answered and not booked yet is booked before its process is gone.</summary>
    [Fact]
    public async Task Dispose_WithAnAnsweredRelease_BooksItFirst()
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 1);
        var clock = new StandingClock();
        var holder = new FaultyProcess(azurite.ConnectionString, new FaultGate("holder", FaultPlan.None), clock);
        var intent = Sample.Intent(Sample.Id("order"), "c", (campaign, "CODE", 100)) with { HoldFor = TimeSpan.FromMinutes(15) };
        var held = Assert.IsType<Domain.Ledger.RedeemOutcome.Made>(await holder.Ledger.RedeemAsync(intent, Token)).Redemption;
        await holder.DisposeAsync();
        var ends = new FaultyProcess(azurite.ConnectionString, new FaultGate("ends", FaultPlan.None), clock);

        await ends.Ledger.ReleaseAsync(held.RedemptionId, Token);
        await ends.DisposeAsync();

        await using var reader = new FaultyProcess(azurite.ConnectionString, new FaultGate("reader", FaultPlan.None), clock);
        var lane = await LaneRows.ReadAsync(reader, new(campaign, 1, null, null, false));
        Assert.Equal((0L, 0, 2), (lane.Head.Held, lane.Released, lane.Journal.Count));
    }

    /// <summary>Holds the requests that are asked for up until told.</summary>
    private sealed class Script(Func<SentRequest, bool> holds, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) => holds(request) ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
