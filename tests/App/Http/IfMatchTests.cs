using PromoFunctions.App.Http;

namespace PromoFunctions.App.Tests.Http;

public sealed class IfMatchTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData("*", null)]
    [InlineData(" * ", null)]
    [InlineData("\"3\"", 3)]
    [InlineData("W/\"3\"", 3)]
    [InlineData(" 3 ", 3)]
    [InlineData("\"2147483647\"", int.MaxValue)]
    public void Header_OfOurs_IsItsNumberOrNone(string? header, int? number)
    {
        Assert.True(IfMatch.TryReadNumber(header, out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"+1\"")]
    [InlineData("\"2147483648\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"abc\"")]
    [InlineData("w/\"1\"")]
    public void Header_ThatIsNoETagOfOurs_IsRefused(string header) => Assert.False(IfMatch.TryReadNumber(header, out _));
}
