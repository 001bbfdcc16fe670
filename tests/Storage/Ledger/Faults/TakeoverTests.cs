using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>An owner that is held up before it has read the head, while another process takes its order over.</summary>
public sealed class TakeoverTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takeover_OfASlowOwner_BooksOnce()
    {
        var (owner, taker, booked) = await RunAsync(lag: TimeSpan.Zero);

        Assert.Equal(1, booked);
        Assert.Equal(
            Assert.IsType<RedeemOutcome.Made>(taker).Redemption,
            Assert.IsType<RedeemOutcome.Repeated>(owner).Redemption);
    }

    /// <summary>The planted bug: an owner whose clock is a minute slow never looks. It shows that the look is what the test above rests on.</summary>
    [Fact]
    public async Task Takeover_OfAnOwnerThatDoesNotLook_BooksTwice()
    {
        var (_, _, booked) = await RunAsync(lag: TimeSpan.FromMinutes(1));

        Assert.Equal(2, booked);
    }

    private async Task<(RedeemOutcome Owner, RedeemOutcome Taker, long Booked)> RunAsync(TimeSpan lag)
    {
        await using var setup = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(setup.Tables, total: 10);
        var intent = Sample.Intent(Sample.Id("order"), Sample.Id("customer"), (campaign, "CODE", 100));
        var clock = new FastClock(DateTimeOffset.UnixEpoch.AddYears(56), speed: 1);

        var reads = new TaskCompletionSource();
        var taken = new TaskCompletionSource();
        var gate = new FaultGate("owner", new Held(reads, taken.Task));
        await using var slow = new FaultyProcess(azurite.ConnectionString, gate, clock.Behind(lag));
        await using var other = new FaultyProcess(azurite.ConnectionString, new FaultGate("taker", FaultPlan.None), clock);
        var owner = slow.Ledger.RedeemAsync(intent, Token);
        await reads.Task.WaitAsync(Token);
        if (lag == TimeSpan.Zero)
        {
            clock.Advance(Attempt.OwnerAlone + TimeSpan.FromSeconds(1));
        }

        var taker = await other.Ledger.RedeemAsync(intent, Token);
        taken.SetResult();
        var owned = await owner;
        var lane = await LaneRows.ReadAsync(other, new(campaign, 10, null, null, false));
        return (owned, taker, lane.Head.Used);
    }

    /// <summary>Holds the first reading of a head until told.</summary>
    private sealed class Held(TaskCompletionSource reads, Task until) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) =>
            request.Method == "GET" && request.IsOn("Lanes") && reads.TrySetResult() ? Fault.Slow : Fault.None;

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) => until.WaitAsync(cancellationToken);
    }
}
