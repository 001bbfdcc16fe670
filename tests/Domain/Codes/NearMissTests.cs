using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class NearMissTests
{
    private static readonly string[] Known = ["SUMMER20", "WELCOME10", "TEA5", "MUG", "BIG5"];

    [Theory]
    [InlineData("SUMER20", "SUMMER20")]
    [InlineData("SUMMER2O", "SUMMER20")]
    [InlineData("SUMMMER20", "SUMMER20")]
    [InlineData("USMMER20", "SUMMER20")]
    [InlineData("USMMER2O", "SUMMER20")]
    [InlineData("USMMRE2O", null)]
    [InlineData("SUMER2O", null)]
    [InlineData("TEA6", "TEA5")]
    [InlineData("TAE5", "TEA5")]
    [InlineData("TEB6", null)]
    [InlineData("MUH", null)]
    [InlineData("SUMMER20", null)]
    [InlineData("SOMETHINGELSE", null)]
    public void Find_ATypedCode_IsTheOneAFewSlipsAway(string typed, string? meant) =>
        Assert.Equal(meant, NearMiss.Find(PromoCode.Parse(typed), Known.Select(PromoCode.Parse))?.Value);

    [Fact]
    public void Find_TwoEquallyNear_SuggestsNeither()
    {
        Assert.Null(NearMiss.Find(PromoCode.Parse("SALE15"), [PromoCode.Parse("SALE10"), PromoCode.Parse("SALE25")]));
        Assert.Equal("SALE10", NearMiss.Find(PromoCode.Parse("SALE1O"), [PromoCode.Parse("SALE25"), PromoCode.Parse("SALE10")])?.Value);
    }

    [Fact]
    public void Find_ALongCode_IsComparedToItsEnd()
    {
        var code = new string('A', PromoCode.MaxLength);

        Assert.Equal(code, NearMiss.Find(PromoCode.Parse(code[..^1] + "B"), [PromoCode.Parse(code)])?.Value);
    }
}
