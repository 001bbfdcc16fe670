using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger;

public sealed class DecideTakeTests
{
    private static readonly LaneHead Head = LaneHead.First(new("summer", 0), new(1, "EUR", 10, 1_000, 3));

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(10, false)]
    public void Take_OfTwoUsesOfTen_NeedsTwoThatAreLeft(int used, bool fits) =>
        Assert.Equal(fits, Refusals(Head with { Used = used }).IsEmpty);

    [Theory]
    [InlineData(800, true)]
    [InlineData(801, false)]
    public void Take_OfTwoHundred_NeedsThatBudget(int used, bool fits) =>
        Assert.Equal(fits, Refusals(Head with { UsedMoney = used }).IsEmpty);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Take_OfTwoUsesOfThreeACustomer_NeedsTwoThatAreLeft(int used, bool fits) =>
        Assert.Equal(fits, Refusals(Head, CustomerUses.None with { Count = used }).IsEmpty);

    [Fact]
    public void Take_PastSeveralLimits_IsRefusedByEachForEachCode()
    {
        var refusals = Refusals(Head with { Used = 10, UsedMoney = 1_000 }, CustomerUses.None with { Count = 3 });

        Assert.Equal(
            [("A", LimitKind.Total), ("A", LimitKind.Budget), ("A", LimitKind.Customer), ("B", LimitKind.Total), ("B", LimitKind.Budget), ("B", LimitKind.Customer)],
            refusals.Select(refusal => (refusal.Code, refusal.Limit)));
        Assert.All(refusals, refusal => Assert.Equal(refusal.Limit == LimitKind.Customer ? 3 : default(int?), refusal.Allowed));
    }

    /// <summary>What undecided orders hold may come back: they are waited for, in the lane's limits and in the customer's.</summary>
    [Fact]
    public void Take_ThatWouldFitWithoutUndecidedUses_Waits()
    {
        Assert.IsType<TakeResult.Undecided>(Decide(Head with { Used = 8, Prepared = 1, PreparedMoney = 100 }));
        Assert.IsType<TakeResult.Undecided>(Decide(Head with { UsedMoney = 700, Prepared = 1, PreparedMoney = 101 }));
        Assert.IsType<TakeResult.Undecided>(Decide(Head, CustomerUses.None with { Count = 2, Prepared = 1 }));
        Assert.IsType<TakeResult.Refused>(Decide(Head with { Used = 9, Prepared = 1 }));
        Assert.IsType<TakeResult.Refused>(Decide(Head, CustomerUses.None with { Count = 3, Prepared = 1 }));
    }

    [Fact]
    public void Take_WhereOtherLanesMayHaveRoom_IsToldWhatThisOneLacks()
    {
        var shared = Head with { Lanes = 16 };

        Assert.Equal(new TakeResult.Short(new(2, 0)), Decide(shared with { Used = 9 }));
        Assert.Equal(new TakeResult.Short(new(0, 200)), Decide(shared with { UsedMoney = 801 }));
        Assert.Equal(new TakeResult.Short(new(2, 200)), Decide(shared with { Used = 10, UsedMoney = 1_000 }));
    }

    /// <summary>A look at all lanes refuses whoever had come by then, unless undecided uses may bring enough back.</summary>
    [Theory]
    [InlineData(Arrived, 1, 0, true)]
    [InlineData(Arrived - 1, 1, 0, false)]
    [InlineData(Arrived, 1, 1, false)]
    [InlineData(Arrived, 2, 0, false)]
    public void Take_WhereAllLanesWereSeen_IsRefusedByThatLookAlone(long seenAt, long left, long prepared, bool refused)
    {
        var told = DecideTake.Of(Head with { Lanes = 16, Used = 10 }, Uses(), null, new(seenAt, left, null, prepared, 0, 10, 0));

        Assert.Equal(refused, told is TakeResult.Refused { ByAllLanes: true });
        Assert.Equal(!refused, told is TakeResult.Short);
    }

    /// <summary>A customer's uses are all in one lane, whose head tells for sure.</summary>
    [Fact]
    public void Take_PastTheCustomersLimit_IsRefusedByThisLane()
    {
        var told = DecideTake.Of(Head with { Lanes = 16, Used = 10 }, Uses(), CustomerUses.None with { Count = 3 }, new(Arrived, 0, null, 0, 0, 10, 0));

        Assert.False(Assert.IsType<TakeResult.Refused>(told).ByAllLanes);
    }

    [Fact]
    public void Take_WithoutLimits_IsNeverRefused() =>
        Assert.Null(Decide(LaneHead.First(new("summer", 0), new(1, "EUR", null, null, null)) with { Used = long.MaxValue - 2 }, CustomerUses.None with { Count = 1_000_000 }));

    private const long Arrived = 1_000;

    /// <summary>None when the uses may be taken.</summary>
    private static ImmutableArray<LimitRefusal> Refusals(LaneHead head, CustomerUses? customer = null) =>
        Decide(head, customer) is { } told ? Assert.IsType<TakeResult.Refused>(told).Refusals : [];

    private static TakeResult? Decide(LaneHead head, CustomerUses? customer = null) => DecideTake.Of(head, Uses(), customer, null);

    /// <summary>Two uses, and two euros off.</summary>
    private static TakeUses Uses()
    {
        var intent = Sample.Intent("order-1", "anna", ("summer", "A", 150), ("summer", "B", 50));
        return new(new(OrderKey.Own(intent.OrderId), intent, null, DateTimeOffset.UnixEpoch, "nonce"), intent.Parts, prepare: false, Arrived);
    }
}
