using System.Buffers.Text;
using System.Text;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Ledger;

public sealed class HistoryPlaceTests
{
    [Fact]
    public void Token_OfAPlace_IsThatPlaceAndSafeInAnAddress()
    {
        var place = new HistoryPlace(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).AddTicks(7), $"{new string('c', 64)}|15|000000000012|199");

        var token = place.ToToken();

        Assert.True(HistoryPlace.TryParse(token, out var read, out _));
        Assert.Equal(place, read);
        Assert.All(token, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("-1 c|0|1|0")]
    [InlineData("3155378975999999999 c|0|1|0", true)]
    [InlineData("3155378976000000000 c|0|1|0")]
    [InlineData("1 c|0|1|0 x")]
    [InlineData("1 c'0")]
    [InlineData("1 ü")]
    public void Token_OfAnotherForm_IsRefused(string text, bool good = false)
    {
        Assert.Equal(good, HistoryPlace.TryParse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)), out _, out var problem));
        Assert.Equal(good, problem is null);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("a b")]
    public void Token_ThatIsNoBase64_IsRefused(string token) => Assert.False(HistoryPlace.TryParse(token, out _, out _));

    [Theory]
    [InlineData(HistoryPlace.MaxIdLength, true)]
    [InlineData(HistoryPlace.MaxIdLength + 1, false)]
    [InlineData(1_000, false)]
    public void Token_WithALongId_IsReadUpToItsBound(int length, bool good) =>
        Assert.Equal(good, HistoryPlace.TryParse(new HistoryPlace(DateTimeOffset.UnixEpoch, new string('c', length)).ToToken(), out _, out _));
}
