namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class MinimumQuantityTests
{
    public static string Sample => """{"kind":"minimum-quantity","quantity":3,"of":"cart"}""";

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Check_AroundTheQuantity_IsMetFromItOn(int units, bool met) =>
        Assert.Equal(met, Given.Refusal(Sample, Given.Cart([$"A x {units} 100"])) is null);

    [Theory]
    [InlineData(1, "Add 2 more items to use BIG5.")]
    [InlineData(2, "Add 1 more item to use BIG5.")]
    public void Check_TooFew_SaysHowManyAreMissing(int units, string message) =>
        Assert.Equal(message, Given.Refusal(Sample, Given.Cart([$"A x {units} 100"]))?.Message);

    [Fact]
    public void Check_OfEligible_CountsOnlyThose()
    {
        var cart = Given.Cart(["A tea 2 100", "B mugs 5 100"]);
        var eligible = Sample.Replace("cart", "eligible", StringComparison.Ordinal);

        var reason = Given.Refusal(eligible, cart, appliesTo: Given.Items(""", "categories": ["tea"]"""));

        Assert.NotNull(reason);
        Assert.Equal("""{"required":3,"actual":2,"missing":1}""", Given.Json(reason.Facts.Write));
        Assert.Null(Given.Refusal(eligible, cart));
    }
}
