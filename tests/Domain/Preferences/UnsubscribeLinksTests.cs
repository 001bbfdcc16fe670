using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.Domain.Tests.Preferences;

public sealed class UnsubscribeLinksTests
{
    private static readonly CustomerKey Jane = KeyOf("jane@example.com");

    private static readonly UnsubscribeLinks Links = new("a secret of some length"u8, "https://promo.example/");

    [Fact]
    public void Of_ACustomer_IsALinkThatNamesNobodyAndReadsBack()
    {
        var link = Links.Of(Jane);

        Assert.Matches("^https://promo\\.example/api/unsubscribe/[0-9a-f]{32}\\.[0-9a-f]{32}$", link.AbsoluteUri);
        Assert.True(Links.TryRead(TokenOf(link), out var customer));
        Assert.Equal(Jane, customer);
    }

    [Fact]
    public void TryRead_ATokenWithAnyOneCharacterChanged_IsRefused()
    {
        var token = TokenOf(Links.Of(Jane));

        Assert.All(Enumerable.Range(0, token.Length), place =>
        {
            var changed = token[..place] + (token[place] == '0' ? '1' : '0') + token[(place + 1)..];
            Assert.False(Links.TryRead(changed, out _));
        });
    }

    [Fact]
    public void TryRead_ASignatureOfAnotherCustomerOrSecret_IsRefused()
    {
        var kim = TokenOf(Links.Of(KeyOf("kim@example.com")));
        var other = new UnsubscribeLinks("another secret of some length"u8, "https://promo.example");

        Assert.False(Links.TryRead(Jane.Value + kim[kim.IndexOf('.', StringComparison.Ordinal)..], out _));
        Assert.False(other.TryRead(TokenOf(Links.Of(Jane)), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000.")]
    [InlineData("00000000000000000000000000000000.00000000000000000000000000000000.0")]
    [InlineData("00000000000000000000000000000000.0000000000000000000000000000000g")]
    [InlineData("00000000000000000000000000000000.😀")]
    public void TryRead_Rubbish_IsRefused(string token) => Assert.False(Links.TryRead(token, out _));

    [Fact]
    public void TryRead_ATokenInCapitals_IsRefused() => Assert.False(Links.TryRead(TokenOf(Links.Of(Jane)).ToUpperInvariant(), out _));

    [Theory]
    [InlineData("")]
    [InlineData("promo.example")]
    [InlineData("ftp://promo.example")]
    [InlineData("/api")]
    public void New_WithAnAddressThatNoBrowserOpens_Throws(string address) =>
        Assert.Throws<ArgumentException>(() => new UnsubscribeLinks("a secret of some length"u8, address));

    [Fact]
    public void New_WithASecretThatIsTooShort_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnsubscribeLinks("fifteen bytes .."u8[..15], "https://promo.example"));

    private static string TokenOf(Uri link) => link.Segments[^1];

    private static CustomerKey KeyOf(string email) => Given.Keys.Of(Given.Customer($$"""{ "email": "{{email}}" }""")) ?? throw new InvalidOperationException();
}
