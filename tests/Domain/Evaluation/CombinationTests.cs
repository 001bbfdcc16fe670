using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Evaluation;

public sealed class CombinationTests
{
    private const string All = """["items", "order", "shipping"]""";

    [Fact]
    public void Codes_OfAllClasses_ApplyItemsThenOrderThenShipping()
    {
        var evaluation = Evaluate(
            Given.Cart(["A tea 1 10000"], shipping: 500),
            Candidate("C", """{ "kind": "free-shipping" }""", id: "a"),
            Candidate("B", Given.PercentOff("10", "order"), id: "b"),
            Candidate("A", Given.PercentOff("20"), id: "c"));

        Assert.Equal([("A", 2000L), ("B", 800L), ("C", 500L)], evaluation.Applied.Select(applied => (applied.Code.Value, applied.Discount)));
        Assert.Equal(500, evaluation.Applied[2].ShippingDiscount);
        Assert.Empty(evaluation.Applied[2].Lines);
        Assert.Equal((true, 3300L, 7200L), (evaluation.Valid, evaluation.Discount, evaluation.Total));
    }

    [Fact]
    public void Codes_OfOneClass_ApplyByCampaignId()
    {
        var evaluation = Evaluate(
            Given.Cart(["A tea 1 10000"]),
            Candidate("FIRST", Given.AmountOff(1000), id: "b"),
            Candidate("SECOND", Given.PercentOff("50"), id: "a"));

        Assert.Equal([("SECOND", 5000L), ("FIRST", 1000L)], evaluation.Applied.Select(applied => (applied.Code.Value, applied.Discount)));
    }

    [Fact]
    public void Codes_OfWhichOneDoesNotNameTheOthersClass_DoNotCombine()
    {
        var evaluation = Evaluate(
            Given.Cart(["A tea 1 10000"], shipping: 500),
            Candidate("A", Given.PercentOff("20"), """["shipping"]"""),
            Candidate("S", """{ "kind": "free-shipping" }""", """["order"]"""));

        Assert.Equal("A", Assert.Single(evaluation.Applied).Code.Value);
        var rejected = Assert.Single(evaluation.Rejected);
        var reason = Assert.Single(rejected.Reasons);
        Assert.Equal(("S", "not-combinable", "S cannot be used together with A."), (rejected.Code.Value, reason.Code, reason.Message));
        Assert.Equal("""{"with":["A"]}""", Given.Json(reason.Facts.Write));
    }

    [Fact]
    public void BestSet_TwoSmallThatCombineAgainstALargeThatDoesNot_SavesMost()
    {
        var small = (Candidate("A", Given.AmountOff(600), """["shipping"]"""), Candidate("S", """{ "kind": "free-shipping" }""", """["items"]"""));

        var together = Evaluate(Given.Cart(["A tea 1 10000"], shipping: 500), small.Item1, small.Item2, Candidate("BIG", Given.AmountOff(1099, "order"), "[]"));
        var alone = Evaluate(Given.Cart(["A tea 1 10000"], shipping: 500), small.Item1, small.Item2, Candidate("BIG", Given.AmountOff(1101, "order"), "[]"));

        Assert.Equal(["A", "S"], Names(together));
        Assert.Equal(["BIG"], Names(alone));
        Assert.Equal(["A", "S"], alone.Rejected.Select(rejected => rejected.Code.Value));
    }

    [Fact]
    public void BestSet_ATie_GoesToTheFewestCodesThenAlphabetically()
    {
        var pair = (Candidate("A", Given.AmountOff(500), """["shipping"]"""), Candidate("B", """{ "kind": "free-shipping" }""", """["items"]"""));
        var cart = Given.Cart(["A tea 1 10000"], shipping: 500);

        Assert.Equal(["Z"], Names(Evaluate(cart, pair.Item1, pair.Item2, Candidate("Z", Given.AmountOff(1000, "order"), "[]"))));
        Assert.Equal(["X"], Names(Evaluate(cart, Candidate("Y", Given.AmountOff(700), "[]"), Candidate("X", Given.AmountOff(700), "[]"))));
    }

    [Fact]
    public void BestSet_ACodeWithNothingLeftToTakeOff_IsNoDiscount()
    {
        var evaluation = Evaluate(
            Given.Cart(["A tea 1 1000"]),
            Candidate("ALL", Given.PercentOff("100")),
            Candidate("MORE", Given.PercentOff("10", "order")));

        Assert.Equal(["ALL"], Names(evaluation));
        Assert.Equal(RefusalCodes.NoDiscount, Assert.Single(Assert.Single(evaluation.Rejected).Reasons).Code);
    }

    [Theory]
    [InlineData(2, null, 2, null)]
    [InlineData(1, null, 2, RefusalCodes.UsedUp)]
    [InlineData(2, null, 1, RefusalCodes.CustomerLimit)]
    [InlineData(2, 1520, 2, null)]
    [InlineData(2, 1519, 2, RefusalCodes.BudgetUsedUp)]
    public void BestSet_TwoCodesOfOneCampaign_ShareWhatIsLeftOfItsLimits(int total, int? budget, int customer, string? refusal)
    {
        var definition = Given.DefinitionJson(Given.PercentOff("10"), limits: """{ "perCustomer": 5 }""", combinesWith: All);
        var left = new LimitsLeft(total, budget, customer);
        var one = Given.Candidate("ONE", definition, "c") with { Limits = left };
        var two = new Candidate(PromoCode.Parse("TWO"), one.Campaign) { Limits = left };

        // 10% of 80.00 and then 10% of the 72.00 left: 8.00 and 7.20.
        var evaluation = Domain.Evaluation.Evaluate.Codes([one, two], Given.Purchase(Given.Cart(["A tea 1 8000"]), """{ "id": "c-1" }"""), Phrases.English);

        Assert.Equal(refusal is null ? ["ONE", "TWO"] : ["ONE"], Names(evaluation));
        Assert.Equal(refusal, evaluation.Valid ? null : Assert.Single(Assert.Single(evaluation.Rejected).Reasons).Code);
        Assert.All(evaluation.Rejected, rejected => Assert.Equal("TWO belongs to the same offer as ONE, which has no room for one more.", Assert.Single(rejected.Reasons).Message));
        Assert.All(evaluation.Rejected, rejected => Assert.EndsWith(""""with":["ONE"]}"""", Given.Json(Assert.Single(rejected.Reasons).Facts.Write), StringComparison.Ordinal));
    }

    [Fact]
    public void BestSet_ABudgetThatFitsOnlyAfterAnotherDiscount_AdmitsTheCode()
    {
        var order = Candidate("O", Given.PercentOff("10", "order")) with { Limits = new LimitsLeft(null, 900, null) };

        Assert.Equal(RefusalCodes.BudgetUsedUp, Assert.Single(Assert.Single(Evaluate(Given.Cart(["A tea 1 10000"]), order).Rejected).Reasons).Code);
        Assert.Equal(["I", "O"], Names(Evaluate(Given.Cart(["A tea 1 10000"]), order, Candidate("I", Given.AmountOff(1000)))));
    }

    [Fact]
    public void Codes_ACodeTwice_CountsOnce() => Assert.Equal(
        ["A"],
        Names(Evaluate(Given.Cart(["A tea 1 1000"]), Candidate("sum-mer", Given.PercentOff("10"), id: "a") with { Code = PromoCode.Parse("A") }, Candidate("A", Given.PercentOff("10")))));

    [Fact]
    public void Codes_TenThatDoNotCombine_PickTheBest()
    {
        var candidates = Enumerable.Range(1, 10).Select(number => Candidate($"C{number}", Given.AmountOff(number * 10), "[]")).ToArray();

        Assert.Equal(["C10"], Names(Evaluate(Given.Cart(["A tea 1 10000"]), candidates)));
    }

    [Fact]
    public void Codes_None_IsAValidOrderWithoutDiscount()
    {
        var evaluation = Evaluate(Given.Cart(["A tea 1 1000"], shipping: 5));

        Assert.Equal((true, 0L, 1005L), (evaluation.Valid, evaluation.Discount, evaluation.Total));
    }

    [Fact]
    public void Codes_ElevenAtOnce_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Evaluate(Given.Cart(["A tea 1 1000"]), [.. Enumerable.Range(1, 11).Select(number => Candidate($"C{number}", Given.AmountOff(10)))]));

    private static Candidate Candidate(string code, string discount, string combinesWith = All, string? id = null) =>
        Given.Candidate(code, Given.DefinitionJson(discount, combinesWith: combinesWith), id);

    private static OrderEvaluation Evaluate(Domain.Carts.Cart cart, params Candidate[] candidates) => Given.Evaluation(Given.Purchase(cart), candidates);

    private static IEnumerable<string> Names(OrderEvaluation evaluation) => evaluation.Applied.Select(applied => applied.Code.Value);
}
