using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class SpendTiersTests
{
    public static string Sample =>
        """
        {"kind":"spend-tiers","tiers":[{"minimum":5000,"percent":5},{"minimum":10000,"amount":1500}],"appliesTo":{"target":"order","categories":[],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Theory]
    [InlineData(4999, 0)]
    [InlineData(5000, 250)]
    [InlineData(9999, 500)]
    [InlineData(10000, 1500)]
    [InlineData(10001, 1500)]
    public void TakeOff_AroundEachTier_GivesTheHighestReached(long goods, long off) =>
        Assert.Equal([off], Given.LinesOff(Sample, Given.Cart([$"A x 1 {goods}"])));

    [Fact]
    public void TakeOff_AfterAnotherDiscount_ReachesTheTierByTheGoodsAndTakesOfWhatIsLeft()
    {
        var basket = Basket.Of(Given.Cart(["A x 1 5000"]));
        var left = basket.After(Given.Discount(Given.AmountOff(1000)).TakeOff(basket));

        Assert.Equal(200, Given.Discount(Sample).TakeOff(left).Total);
    }

    [Theory]
    [InlineData(4999, 0)]
    [InlineData(5000, 250)]
    public void TakeOff_SomeLinesOnly_ReachesTheTierByThose(long tea, long off) => Assert.Equal(
        [off, 0],
        Given.LinesOff(Sample.Replace("\"categories\":[]", "\"categories\":[\"tea\"]", StringComparison.Ordinal), Given.Cart([$"A tea 1 {tea}", "B mugs 1 90000"])));

    [Fact]
    public void TakeOff_NoTierReached_TakesNothing() =>
        Assert.Equal(0, Given.Discount(Sample).TakeOff(Basket.Of(Given.Cart(["A x 1 1"]))).Total);

    [Fact]
    public void Evaluate_BelowTheFirstTier_SaysWhatIsMissing()
    {
        var evaluation = Given.Evaluation(Given.Purchase(Given.Cart(["A x 1 4999"])), Given.Candidate("MORE", Given.DefinitionJson(Sample)));

        var reason = Assert.Single(Assert.Single(evaluation.Rejected).Reasons);
        Assert.Equal(("minimum-subtotal", "Add €0.01 more to use MORE."), (reason.Code, reason.Message));
        Assert.Equal((5000L, 4999L, 1L), (reason.Facts.WholeOf("required"), reason.Facts.WholeOf("actual"), reason.Facts.WholeOf("missing")));
    }

    [Theory]
    [InlineData("10000", "5000", "/tiers/1 must have a larger minimum than the tier before it.")]
    [InlineData("\"percent\":5", "\"percent\":5,\"amount\":3", "/tiers/0 must have either percent or amount.")]
    [InlineData(",\"percent\":5", "", "/tiers/0 must have either percent or amount.")]
    [InlineData("\"percent\":5", "\"percent\":101", "/tiers/0/percent must be a number from 0.0001 to 100.")]
    public void Read_OneThingWrong_IsRefused(string part, string instead, string error) =>
        Assert.Equal([error], Given.Errors(Sample.Replace(part, instead, StringComparison.Ordinal), Discount.Read));

    [Fact]
    public void Read_NoTier_IsRefused() =>
        Assert.Equal(
            ["/tiers must have from 1 to 20 items."],
            Given.Errors("""{ "kind": "spend-tiers", "tiers": [], "appliesTo": { "target": "order" } }""", Discount.Read));
}
