using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Money;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 2)]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("CLF", 4)]
    public void TryParse_ACurrency_KnowsItsDecimals(string code, int decimals)
    {
        Assert.True(Currency.TryParse(code, out var currency, out _));
        Assert.Equal(decimals, currency.Decimals);
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("EURO")]
    [InlineData("XYZ")]
    [InlineData("XAU")]
    [InlineData("")]
    public void TryParse_AnythingElse_IsRefused(string code)
    {
        Assert.False(Currency.TryParse(code, out _, out var problem));
        Assert.Equal("must be a currency code of ISO 4217, such as EUR.", problem);
    }

    [Fact]
    public void Known_EveryCode_IsThreeCapitalsAndThereAreAllOfThem()
    {
        Assert.All(Currency.Known, currency => Assert.Matches("^[A-Z]{3}$", currency.Code));
        Assert.InRange(Currency.Known.Count(), 160, 175);
    }
}
