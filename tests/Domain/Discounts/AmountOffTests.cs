using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class AmountOffTests
{
    public static string Sample =>
        """
        {"kind":"amount-off","amount":500,"appliesTo":{"target":"order","categories":[],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Fact]
    public void TakeOff_SeveralLines_IsSpreadAsTheContractSays()
    {
        var cart = Given.Cart(["A x 1 15000", "B x 1 5000", "C x 1 10000"]);

        Assert.Equal([750, 250, 500], Given.LinesOff(Given.AmountOff(1500), cart));
    }

    [Theory]
    [InlineData(2499, 2499)]
    [InlineData(2500, 2500)]
    [InlineData(2501, 2500)]
    [InlineData(1_000_000_000_000_000, 2500)]
    public void TakeOff_AroundTheGoods_NeverTakesMore(long amount, long off) =>
        Assert.Equal([off], Given.LinesOff(Given.AmountOff(amount), Given.Cart(["TEA tea 2 1250"])));

    [Fact]
    public void TakeOff_SomeLinesOnly_LeavesTheOthersAlone() =>
        Assert.Equal([0, 300], Given.LinesOff(Given.AmountOff(500, more: """, "categories": ["mugs"]"""), Given.Cart(["TEA tea 1 900", "MUG mugs 1 300"])));

    [Theory]
    [InlineData("0")]
    [InlineData("1000000000000001")]
    [InlineData("1.5")]
    public void Read_AnAmountThatCannotBe_IsRefused(string amount) =>
        Assert.Equal(
            ["/amount must be a whole number from 1 to 1,000,000,000,000,000."],
            Given.Errors(Given.AmountOff(7).Replace("\"amount\": 7", $"\"amount\": {amount}", StringComparison.Ordinal), Discount.Read));
}
