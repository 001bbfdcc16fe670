using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class FixedPriceEachTests
{
    public static string Sample =>
        """
        {"kind":"fixed-price-each","unitPrice":500,"appliesTo":{"target":"items","categories":[],"skus":["MUG"],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Fact]
    public void TakeOff_UnitsDearerAndCheaper_NeverRaisesAPrice() =>
        Assert.Equal([900, 0], Given.LinesOff(Price(500), Given.Cart(["MUG x 3 800", "SPOON x 2 150"])));

    [Theory]
    [InlineData(799, 3)]
    [InlineData(800, 0)]
    [InlineData(801, 0)]
    [InlineData(0, 2400)]
    [InlineData(999_999_999_999_999, 0)]
    public void TakeOff_AroundTheUnitPrice_TakesTheDifference(long price, long off) =>
        Assert.Equal([off], Given.LinesOff(Price(price), Given.Cart(["MUG x 3 800"])));

    [Fact]
    public void TakeOff_AfterAnotherDiscount_CountsWhatIsLeft()
    {
        var basket = Basket.Of(Given.Cart(["MUG x 3 800"]));
        var left = basket.After(Given.Discount(Given.AmountOff(600)).TakeOff(basket));

        Assert.Equal(300, Given.Discount(Price(500)).TakeOff(left).Total);
    }

    private static string Price(long price) => $$"""{ "kind": "fixed-price-each", "unitPrice": {{price}}, "appliesTo": { "target": "items" } }""";
}
