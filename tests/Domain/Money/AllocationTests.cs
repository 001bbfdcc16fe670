using FsCheck;
using FsCheck.Fluent;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Money;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(1500, new long[] { 15000, 5000, 10000 }, new long[] { 750, 250, 500 })]
    [InlineData(299, new long[] { 4300, 1400, 2300 }, new long[] { 161, 52, 86 })]
    [InlineData(1000, new long[] { 1, 1, 1 }, new long[] { 334, 333, 333 })]
    [InlineData(1, new long[] { 0, 5, 5 }, new long[] { 0, 1, 0 })]
    [InlineData(0, new long[] { 3, 4 }, new long[] { 0, 0 })]
    [InlineData(0, new long[] { 0, 0 }, new long[] { 0, 0 })]
    [InlineData(7, new long[] { 3, 4 }, new long[] { 3, 4 })]
    public void ByLargestRemainder_AnAmountOverWeights_IsSpreadToTheLastUnit(long amount, long[] weights, long[] parts) =>
        Assert.Equal(parts, Allocation.ByLargestRemainder(amount, weights));

    [Fact]
    public void ByLargestRemainder_TheLargestAmounts_DoNotOverflow()
    {
        var parts = Allocation.ByLargestRemainder(Amounts.Max, [Amounts.Max - 1, 1]);

        Assert.Equal([Amounts.Max - 1, 1], parts);
    }

    [Fact]
    public void ByLargestRemainder_NothingToSpreadOver_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocation.ByLargestRemainder(1, [0, 0]));

    [Theory]
    [InlineData(-1, new long[] { 1 })]
    [InlineData(1, new long[] { 2, -1 })]
    public void ByLargestRemainder_ANegativeNumber_Throws(long amount, long[] weights) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocation.ByLargestRemainder(amount, weights));

    [Fact]
    public void ByLargestRemainder_AnyAmountUpToTheWeights_SumsExactlyAndStaysWithinEachWeight()
    {
        var cases =
            from weights in Gen.Choose(0, 100_000).ArrayOf()
            where weights.Sum(weight => (long)weight) > 0
            from share in Gen.Choose(0, 1000)
            select (weights, share);

        Properties.Hold(cases, given =>
        {
            var weights = Array.ConvertAll(given.weights, weight => (long)weight);
            var amount = weights.Sum() * given.share / 1000;
            var parts = Allocation.ByLargestRemainder(amount, weights);
            return parts.Sum() == amount && parts.Zip(weights).All(pair => pair.First >= 0 && pair.First <= pair.Second);
        });
    }

    [Fact]
    public void ByLargestRemainder_AnyWeights_EachPartIsItsExactShareRoundedDownOrUp()
    {
        var cases =
            from weights in Gen.Choose(0, 1000).ArrayOf()
            where weights.Sum() > 0
            from amount in Gen.Choose(0, 100_000)
            select (weights, amount);

        Properties.Hold(cases, given =>
        {
            var weights = Array.ConvertAll(given.weights, weight => (long)weight);
            var total = (decimal)weights.Sum();
            var parts = Allocation.ByLargestRemainder(given.amount, weights);
            return parts.Zip(weights).All(pair => Math.Abs(pair.First - (given.amount * pair.Second / total)) < 1);
        });
    }
}
