using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Tests.Customers;

public sealed class CustomerTests
{
    [Theory]
    [InlineData("""{ "email": "Jane+shop@Example.com" }""", """{ "email": "jane@example.com", "id": "c-17" }""", true)]
    [InlineData("""{ "email": "jane@example.com" }""", """{ "email": "janet@example.com" }""", false)]
    [InlineData("""{ "id": "c-17" }""", """{ "id": "c-17", "firstName": "Jane", "ordersPlaced": 3, "tags": ["vip"] }""", true)]
    [InlineData("""{ "id": "c-17" }""", """{ "id": "C-17" }""", false)]
    [InlineData("""{ "id": "jane@example.com" }""", """{ "email": "jane@example.com" }""", false)]
    [InlineData("""{ "email": "+a@example.com" }""", """{ "email": "+b@example.com" }""", false)]
    [InlineData("""{ "email": "jane@a+b.example" }""", """{ "email": "jane@a+c.example" }""", false)]
    public void Identity_OfTwoCustomers_IsTheSameWhenTheyAreOneForLimits(string one, string other, bool same)
    {
        var keys = (Given.Keys.Of(Given.Customer(one)), Given.Keys.Of(Given.Customer(other)));

        Assert.NotNull(keys.Item1);
        Assert.Equal(same, keys.Item1 == keys.Item2);
    }

    [Fact]
    public void Identity_OfNobody_IsNull()
    {
        Assert.Null(CustomerIdentity.Of(null));
        Assert.Null(CustomerIdentity.Of(Given.Customer("""{ "firstName": "Jane" }""")));
        Assert.Null(Given.Keys.Of(Customer.Unknown));
    }

    [Fact]
    public void Key_UnderAnotherSecret_IsAnother()
    {
        var jane = Given.Customer("""{ "email": "jane@example.com" }""");

        Assert.NotEqual(Given.Keys.Of(jane), new CustomerKeys("another secret, as long"u8).Of(jane));
    }

    [Fact]
    public void Key_OfTheTestSecret_IsTheFirstHalfOfTheHmac()
    {
        var key = Given.Keys.Of(Given.Customer("""{ "id": "c-17" }"""));

        var hmac = System.Security.Cryptography.HMACSHA256.HashData("a secret of some length"u8.ToArray(), "id:c-17"u8.ToArray());
        Assert.Equal(Convert.ToHexStringLower(hmac)[..32], key?.Value);
        Assert.True(CustomerKey.TryParse(key?.Value ?? "", out var parsed, out _));
        Assert.Equal(key, parsed);
    }

    [Fact]
    public void Keys_AShortSecret_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new CustomerKeys("short"u8));

    [Fact]
    public void Identity_AsText_NamesNobody() =>
        Assert.DoesNotContain("jane", CustomerIdentity.Of(Given.Customer("""{ "email": "jane@example.com" }"""))?.ToString() ?? "jane", StringComparison.Ordinal);

    [Theory]
    [InlineData("jane")]
    [InlineData("@example.com")]
    [InlineData("jane@")]
    [InlineData("a@b@c")]
    [InlineData("a b@example.com")]
    public void Read_NoEmail_IsRefused(string email) =>
        Assert.Equal(
            ["/email must be an e-mail address, such as jane@example.com."],
            Given.Errors($$"""{ "email": "{{email}}" }""", Customer.Read));

    [Fact]
    public void Write_ACustomer_IsReadAsTheSame()
    {
        var json = """{"id":"c-17","email":"jane@example.com","firstName":"Jane","ordersPlaced":3,"tags":["vip"]}""";

        Assert.Equal(json, Given.Json(Given.Customer(json).Write));
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    public void Client_AnAddress_IsCanonical(string address, string canonical) =>
        Assert.Equal(canonical, Given.Value($$"""{ "address": "{{address}}", "session": "s" }""", ClientInfo.Read).Address);

    [Theory]
    [InlineData("1")]
    [InlineData("localhost")]
    [InlineData("203.0.113.900")]
    public void Client_NoAddress_IsRefused(string address) =>
        Assert.Equal(
            ["/address must be an IP address, such as 203.0.113.9."],
            Given.Errors($$"""{ "address": "{{address}}" }""", ClientInfo.Read));
}
