using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class AmountOffEachTests
{
    public static string Sample =>
        """
        {"kind":"amount-off-each","amount":200,"appliesTo":{"target":"items","categories":["mugs"],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Fact]
    public void TakeOff_UnitsDearerAndCheaper_TakesNoMoreThanAUnitCosts() =>
        Assert.Equal([600, 300], Given.LinesOff(Each(200), Given.Cart(["MUG x 3 800", "SPOON x 2 150"])));

    [Theory]
    [InlineData(149, 298)]
    [InlineData(150, 300)]
    [InlineData(151, 300)]
    public void TakeOff_AroundTheUnitPrice_StopsAtIt(long amount, long off) =>
        Assert.Equal([off], Given.LinesOff(Each(amount), Given.Cart(["SPOON x 2 150"])));

    [Fact]
    public void TakeOff_AfterAnotherDiscount_LeavesNoLineBelowZero()
    {
        var basket = Basket.Of(Given.Cart(["MUG x 3 800"]));
        var left = basket.After(Given.Discount(Given.AmountOff(2000)).TakeOff(basket));

        Assert.Equal(400, Given.Discount(Each(200)).TakeOff(left).Total);
    }

    [Fact]
    public void TakeOff_TheLargestAmounts_DoNotOverflow() =>
        Assert.Equal([1_000_000_000], Given.LinesOff(Each(1_000_000_000_000_000), Given.Cart(["A x 1000000000 1"])));

    [Fact]
    public void Read_ShippingAsTarget_IsRefused() =>
        Assert.Equal(
            ["/appliesTo/target must be items or order for this kind of discount."],
            Given.Errors(Each(1).Replace("items", "shipping", StringComparison.Ordinal), Discount.Read));

    private static string Each(long amount) => $$"""{ "kind": "amount-off-each", "amount": {{amount}}, "appliesTo": { "target": "items" } }""";
}
