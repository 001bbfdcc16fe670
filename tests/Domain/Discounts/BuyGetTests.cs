using FsCheck.Fluent;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Discounts;

public sealed class BuyGetTests
{
    public static string Sample =>
        """
        {"kind":"buy-get","buyQuantity":2,"getQuantity":1,"percent":50,"appliesTo":{"target":"items","categories":["tea"],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":false}}
        """;

    [Fact]
    public void TakeOff_TheContractsExample_GivesTheLastOfEachGroup() =>
        Assert.Equal([100, 1000], Given.LinesOff(Rule(2, 1), Given.Cart(["B x 3 100", "A x 3 1000"])));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 500)]
    [InlineData(5, 500)]
    [InlineData(6, 1000)]
    public void TakeOff_AroundFullGroups_LeavesAnUnfullGroupAlone(int units, long off) =>
        Assert.Equal([off], Given.LinesOff(Rule(2, 1), Given.Cart([$"A x {units} 500"])));

    [Fact]
    public void TakeOff_APercentage_IsRoundedOnceOverAllGroups() =>
        Assert.Equal([8], Given.LinesOff(Rule(1, 1, "50"), Given.Cart(["A x 6 5"])));

    [Fact]
    public void TakeOff_AfterAnotherDiscount_CountsWhatIsLeftOfEachUnit()
    {
        // 10.00 over three units leaves one at 3.34 and two at 3.33; the last one is free.
        var basket = Basket.Of(Given.Cart(["A x 3 400"]));
        var left = basket.After(Given.Discount(Given.AmountOff(200)).TakeOff(basket));

        Assert.Equal(333, Given.Discount(Rule(2, 1)).TakeOff(left).Total);
    }

    [Fact]
    public void TakeOff_ABillionUnits_IsNotCountedOneByOne() =>
        Assert.Equal([333_333_333_000], Given.LinesOff(Rule(2, 1), Given.Cart(["A x 1000000000 1000"])));

    [Fact]
    public void TakeOff_AnyCart_IsWhatCountingUnitByUnitGives()
    {
        var line = from quantity in Gen.Choose(1, 7) from price in Gen.Choose(0, 300) select (quantity, price);
        var cases =
            from lines in line.NonEmptyListOf()
            where lines.Count <= 20
            from buy in Gen.Choose(1, 4)
            from get in Gen.Choose(1, 4)
            from percent in Gen.Choose(1, 100)
            select (lines, buy, get, percent);

        Properties.Hold(cases, given =>
        {
            var cart = Given.Cart([.. given.lines.Select((entry, index) => $"S{index} x {entry.quantity} {entry.price}")]);
            var group = given.buy + given.get;
            var units = given.lines.SelectMany(entry => Enumerable.Repeat((long)entry.price, entry.quantity)).OrderDescending().ToArray();
            var discounted = units.Where((_, index) => index % group >= given.buy && index / group < units.Length / group).Sum();

            var off = Given.LinesOff(Rule(given.buy, given.get, $"{given.percent}"), cart);
            return off.Sum() == Rounding.PercentOf(discounted, given.percent)
                && off.Zip(cart.Lines).All(pair => pair.First >= 0 && pair.First <= pair.Second.Total);
        });
    }

    [Fact]
    public void Evaluate_TooFewUnits_SaysHowManyAreMissing()
    {
        var evaluation = Given.Evaluation(Given.Purchase(Given.Cart(["A x 1 500"])), Given.Candidate("GET3", Given.DefinitionJson(Rule(2, 1))));

        var reason = Assert.Single(Assert.Single(evaluation.Rejected).Reasons);
        Assert.Equal("minimum-quantity", reason.Code);
        Assert.Equal((3L, 1L, 2L), (reason.Facts.WholeOf("required"), reason.Facts.WholeOf("actual"), reason.Facts.WholeOf("missing")));
    }

    [Theory]
    [InlineData("\"buyQuantity\": 2", "\"buyQuantity\": 0", "/buyQuantity must be a whole number from 1 to 1,000,000.")]
    [InlineData("\"getQuantity\": 1", "\"getQuantity\": 1000001", "/getQuantity must be a whole number from 1 to 1,000,000.")]
    [InlineData("items", "shipping", "/appliesTo/target must be items or order for this kind of discount.")]
    public void Read_OneThingWrong_IsRefused(string part, string instead, string error) =>
        Assert.Equal([error], Given.Errors(Rule(2, 1).Replace(part, instead, StringComparison.Ordinal), Discount.Read));

    private static string Rule(int buy, int get, string percent = "100") =>
        $$"""{ "kind": "buy-get", "buyQuantity": {{buy}}, "getQuantity": {{get}}, "percent": {{percent}}, "appliesTo": { "target": "items" } }""";
}
