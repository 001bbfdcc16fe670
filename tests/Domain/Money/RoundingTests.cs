using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Money;

public sealed class RoundingTests
{
    [Theory]
    [InlineData("0.49", 0)]
    [InlineData("0.5", 1)]
    [InlineData("1.5", 2)]
    [InlineData("2.5", 3)]
    [InlineData("-0.5", -1)]
    [InlineData("-2.5", -3)]
    public void HalfAwayFromZero_AroundAHalf_GoesAwayFromZero(string amount, long rounded) =>
        Assert.Equal(rounded, Rounding.HalfAwayFromZero(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(30, "15", 5)]
    [InlineData(29, "15", 4)]
    [InlineData(1_000_000_000_000_000, "100", 1_000_000_000_000_000)]
    [InlineData(1_000_000_000_000_000, "0.0001", 1_000_000_000)]
    [InlineData(0, "50", 0)]
    public void PercentOf_AnAmount_IsRoundedOnce(long amount, string percent, long result) =>
        Assert.Equal(result, Rounding.PercentOf(amount, decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)));
}
