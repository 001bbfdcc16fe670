using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class AppliesToTests
{
    [Theory]
    [InlineData("", true, true, true)]
    [InlineData(""", "categories": ["TEA"]""", true, true, false)]
    [InlineData(""", "skus": ["mug"]""", false, false, true)]
    [InlineData(""", "categories": ["tea"], "skus": ["MUG"]""", true, true, true)]
    [InlineData(""", "categories": ["tea"], "excludeSkus": ["GREEN"]""", true, false, false)]
    [InlineData(""", "skus": ["GREEN"], "excludeCategories": ["tea"]""", false, false, false)]
    [InlineData(""", "excludeSaleItems": true""", true, false, true)]
    [InlineData(""", "excludeCategories": ["kitchen"]""", true, true, false)]
    public void Covers_Lines_ByNamesWithExclusionsWinning(string more, bool black, bool green, bool mug)
    {
        var appliesTo = Given.Value(Given.Items(more), AppliesTo.Read);
        var cart = Given.Cart(["BLACK tea 1 100", "GREEN tea 1 100 sale", "MUG kitchen 1 100"]);

        Assert.Equal([black, green, mug], cart.Lines.Select(appliesTo.Covers));
    }

    [Fact]
    public void Read_EverythingIncludedIsExcluded_IsRefused() =>
        Assert.Equal(
            [" must not exclude everything that it includes."],
            Given.Errors(Given.Items(""", "categories": ["tea"], "excludeCategories": ["Tea", "mugs"]"""), AppliesTo.Read));

    [Fact]
    public void Read_NoTarget_IsRefused() => Assert.Equal(["/target is required."], Given.Errors("{}", AppliesTo.Read));
}
