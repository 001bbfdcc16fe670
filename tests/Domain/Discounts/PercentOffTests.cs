using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class PercentOffTests
{
    public static string Sample =>
        """
        {"kind":"percent-off","percent":12.5,"maxAmount":2000,"appliesTo":{"target":"items","categories":["tea"],"skus":["A"],
        "excludeCategories":["gift"],"excludeSkus":["B"],"excludeSaleItems":true}}
        """.ReplaceLineEndings("");

    [Theory]
    [InlineData("20", 500)]
    [InlineData("100", 2500)]
    [InlineData("0.0001", 0)]
    [InlineData("0.02", 1)]
    [InlineData("0.0199", 0)]
    public void TakeOff_APercentage_IsRoundedOnceHalfUp(string percent, long off) =>
        Assert.Equal([off], Given.LinesOff(Given.PercentOff(percent), Given.Cart(["TEA tea 2 1250"])));

    [Fact]
    public void TakeOff_SeveralLines_RoundsTheSumAndNotEachLine() =>
        Assert.Equal([1, 1, 0], Given.LinesOff(Given.PercentOff("10"), Given.Cart(["A x 1 5", "B x 1 5", "C x 1 5"])));

    [Theory]
    [InlineData(499, 499)]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    public void TakeOff_WithAMostAmount_StopsThere(long most, long off) =>
        Assert.Equal([off], Given.LinesOff(WithMost(most), Given.Cart(["TEA tea 2 1250"])));

    [Fact]
    public void TakeOff_OfShipping_LeavesLinesAlone()
    {
        var reduction = Given.Discount(Given.PercentOff("50", "shipping")).TakeOff(Basket.Of(Given.Cart(["TEA tea 2 1250"], shipping: 491)));

        Assert.Equal((246, 246), (reduction.Shipping, reduction.Total));
        Assert.True(reduction.Lines.IsEmpty);
    }

    [Fact]
    public void TakeOff_TheLargestCart_DoesNotOverflow() =>
        Assert.Equal([1_000_000_000_000_000], Given.LinesOff(Given.PercentOff("100"), Given.Cart(["A x 1 1000000000000000"])));

    [Theory]
    [InlineData("0", "/percent must be a number from 0.0001 to 100.")]
    [InlineData("-1", "/percent must be a number from 0.0001 to 100.")]
    [InlineData("100.0001", "/percent must be a number from 0.0001 to 100.")]
    [InlineData("1e400", "/percent must be a number from 0.0001 to 100.")]
    [InlineData("\"20\"", "/percent must be a number from 0.0001 to 100.")]
    [InlineData("12.50001", "/percent must have at most 4 decimals.")]
    [InlineData("null", "/percent is required.")]
    public void Read_APercentageThatCannotBe_IsRefused(string percent, string error) =>
        Assert.Equal([error], Given.Errors(Given.PercentOff(percent), Discount.Read));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1000000000000001")]
    public void Read_AMostAmountThatCannotBe_IsRefused(string most) =>
        Assert.Equal(
            ["/maxAmount must be a whole number from 1 to 1,000,000,000,000,000."],
            Given.Errors(WithMost(0).Replace("\"maxAmount\": 0", $"\"maxAmount\": {most}", StringComparison.Ordinal), Discount.Read));

    private static string WithMost(long most) =>
        $$"""{ "kind": "percent-off", "percent": 20, "maxAmount": {{most}}, "appliesTo": { "target": "items" } }""";
}
