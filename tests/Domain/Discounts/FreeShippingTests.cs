using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class FreeShippingTests
{
    public static string Sample =>
        """
        {"kind":"free-shipping","maxAmount":500,"appliesTo":{"target":"shipping","categories":["tea"],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Theory]
    [InlineData("", 690)]
    [InlineData(""", "maxAmount": 689""", 689)]
    [InlineData(""", "maxAmount": 690""", 690)]
    [InlineData(""", "maxAmount": 691""", 690)]
    public void TakeOff_Shipping_UpToTheMost(string more, long off) =>
        Assert.Equal(off, Off($$"""{ "kind": "free-shipping"{{more}} }"""));

    [Theory]
    [InlineData("tea", 690)]
    [InlineData("mugs", 0)]
    public void TakeOff_WithGoodsNamed_AsksForThemInTheCart(string category, long off) =>
        Assert.Equal(off, Off($$"""{ "kind": "free-shipping", "appliesTo": { "categories": ["{{category}}"] } }"""));

    [Fact]
    public void Class_Always_IsShipping() =>
        Assert.Equal(DiscountClass.Shipping, Given.Discount("""{ "kind": "free-shipping" }""").Class);

    [Fact]
    public void Read_AnotherTarget_IsRefused() =>
        Assert.Equal(
            ["/appliesTo/target must be shipping for this kind of discount."],
            Given.Errors("""{ "kind": "free-shipping", "appliesTo": { "target": "items" } }""", Discount.Read));

    private static long Off(string discount) =>
        Given.Discount(discount).TakeOff(Basket.Of(Given.Cart(["TEA tea 1 1250"], shipping: 690))).Shipping;
}
