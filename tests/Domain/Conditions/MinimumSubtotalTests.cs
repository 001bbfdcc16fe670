using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class MinimumSubtotalTests
{
    public static string Sample => """{"kind":"minimum-subtotal","amount":5000,"of":"eligible"}""";

    [Theory]
    [InlineData(4999, false)]
    [InlineData(5000, true)]
    [InlineData(5001, true)]
    public void Check_AroundTheAmount_IsMetFromItOn(long goods, bool met) =>
        Assert.Equal(met, Given.Refusal(Minimum(5000), Given.Cart([$"A x 1 {goods}"])) is null);

    [Fact]
    public void Check_TooLittle_SaysWhatIsMissing()
    {
        var reason = Given.Refusal(Minimum(5000), Given.Cart(["A x 2 1250"]));

        Assert.NotNull(reason);
        Assert.Equal(("minimum-subtotal", "Add €25.00 more to use BIG5."), (reason.Code, reason.Message));
        Assert.Equal("""{"required":5000,"actual":2500,"missing":2500}""", Given.Json(reason.Facts.Write));
    }

    [Theory]
    [InlineData("JPY", "Add ¥2,500 more to use BIG5.", "Für BIG5 fehlen noch 2.500\u00A0¥.")]
    [InlineData("KWD", "Add KWD\u00A02.500 more to use BIG5.", "Für BIG5 fehlen noch 2,500\u00A0KWD.")]
    public void Check_OtherCurrenciesAndLanguages_WriteMoneyTheirWay(string currency, string english, string german)
    {
        var cart = Given.Cart(["A x 2 1250"], currency);

        Assert.Equal(english, Given.Refusal(Minimum(5000), cart)?.Message);
        Assert.Equal(german, Given.Refusal(Minimum(5000), cart, phrases: Phrases.German)?.Message);
    }

    [Fact]
    public void Check_ShippingAndOtherLines_CountOnlyWhereTheyShould()
    {
        var cart = Given.Cart(["A tea 1 3000", "B mugs 1 2500"], shipping: 900);
        var tea = Given.Items(""", "categories": ["tea"]""");

        Assert.Null(Given.Refusal(Minimum(5500), cart, appliesTo: tea));
        Assert.NotNull(Given.Refusal(Minimum(5501), cart, appliesTo: tea));
        Assert.Null(Given.Refusal(Minimum(3000, "eligible"), cart, appliesTo: tea));
        Assert.NotNull(Given.Refusal(Minimum(3001, "eligible"), cart, appliesTo: tea));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000000000000001")]
    public void Read_AnAmountThatCannotBe_IsRefused(string amount) =>
        Assert.Equal(
            ["/amount must be a whole number from 1 to 1,000,000,000,000,000."],
            Given.Errors($$"""{ "kind": "minimum-subtotal", "amount": {{amount}} }""", Condition.Read));

    private static string Minimum(long amount, string of = "cart") => $$"""{ "kind": "minimum-subtotal", "amount": {{amount}}, "of": "{{of}}" }""";
}
