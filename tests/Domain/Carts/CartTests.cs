using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Carts;

public sealed class CartTests
{
    private const string Line = """{ "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250, "onSale": true }""";

    [Fact]
    public void Read_ACart_HasItsSubtotal()
    {
        var cart = Given.Value(Json(Line + "," + Line.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)), Cart.Read);

        Assert.Equal((5000, 490, "web", "DE"), (cart.Subtotal, cart.Shipping, cart.Channel, cart.Region));
        Assert.Equal(Currency.Of("EUR"), cart.Currency);
        Assert.True(cart.Lines[0].OnSale);
    }

    [Fact]
    public void Write_ACart_IsReadAsTheSame()
    {
        var cart = Given.Value(Json(Line), Cart.Read);

        var json = Given.Json(cart.Write);

        Assert.Equal(json, Given.Json(Given.Value(json, Cart.Read).Write));
    }

    [Fact]
    public void Read_OptionalMembersLeftOutOrNull_TakeTheirDefaults()
    {
        var cart = Given.Value(
            """
            { "currency": "JPY", "channel": "web", "region": "JP", "shipping": null,
              "lines": [ { "id": "1", "sku": "A", "categories": [], "quantity": 1, "unitPrice": 0, "onSale": null } ] }
            """,
            Cart.Read);

        Assert.Equal(0, cart.Shipping);
        Assert.False(cart.Lines[0].OnSale);
    }

    [Theory]
    [InlineData("\"quantity\": 2", "\"quantity\": 0", "/lines/0/quantity must be a whole number from 1 to 1,000,000,000.")]
    [InlineData("\"quantity\": 2", "\"quantity\": 1.5", "/lines/0/quantity must be a whole number from 1 to 1,000,000,000.")]
    [InlineData("\"quantity\": 2", "\"quantity\": 99999999999999999999", "/lines/0/quantity must be a whole number from 1 to 1,000,000,000.")]
    [InlineData("\"unitPrice\": 1250", "\"unitPrice\": -1", "/lines/0/unitPrice must be a whole number from 0 to 1,000,000,000,000,000.")]
    [InlineData("\"unitPrice\": 1250", "\"unitPrice\": 1000000000000001", "/lines/0/unitPrice must be a whole number from 0 to 1,000,000,000,000,000.")]
    [InlineData("\"unitPrice\": 1250", "\"unitPrice\": 500000000000001", "/lines/0/quantity must not bring quantity times unitPrice above 1,000,000,000,000,000 minor units.")]
    [InlineData("\"sku\": \"TEA-01\", ", "", "/lines/0/sku is required.")]
    [InlineData("\"sku\": \"TEA-01\"", "\"sku\": \"a\\u0000\"", "/lines/0/sku must not hold control characters.")]
    [InlineData("[\"tea\"]", "[\"tea\", 5]", "/lines/0/categories/1 must be text.")]
    [InlineData("\"EUR\"", "\"EURO\"", "/currency must be a currency code of ISO 4217, such as EUR.")]
    [InlineData("490", "\"490\"", "/shipping must be a whole number from 0 to 1,000,000,000,000,000.")]
    [InlineData("490", "490, \"colour\": 1", "/colour is not known here; known are currency, channel, region, shipping, lines.")]
    public void Read_OneThingWrong_NamesThePlaceAndWhatIsAllowed(string part, string instead, string error) =>
        Assert.Equal([error], Given.Errors(Json(Line).Replace(part, instead, StringComparison.Ordinal), Cart.Read));

    [Fact]
    public void Read_ALineOfTheLargestAmount_IsTakenAndOneMoreUnitOfShippingIsNot()
    {
        var largest = Line.Replace("1250", "500000000000000", StringComparison.Ordinal);

        Assert.Empty(Given.Errors(Json(largest, shipping: 0), Cart.Read));
        Assert.Equal(
            ["/lines/0 must not bring the cart's total, shipping included, above 1,000,000,000,000,000 minor units."],
            Given.Errors(Json(largest, shipping: 1), Cart.Read));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Read_AnIdTwice_NamesTheSecondLine(int lines)
    {
        var json = string.Join(',', Enumerable.Range(1, lines).Select(id => Line.Replace("\"1\"", $"\"{(id == lines ? 1 : id)}\"", StringComparison.Ordinal)));

        Assert.Equal([$"/lines/{lines - 1} must have an id that no other line of the cart has."], Given.Errors(Json(json), Cart.Read));
    }

    [Fact]
    public void Read_FiveHundredLines_AreTakenAndOneMoreIsNot()
    {
        static string Lines(int count) => string.Join(',', Enumerable.Range(1, count).Select(id => Line.Replace("\"1\"", $"\"{id}\"", StringComparison.Ordinal)));

        Assert.Empty(Given.Errors(Json(Lines(500)), Cart.Read));
        Assert.Equal(["/lines must have at most 500 items."], Given.Errors(Json(Lines(501)), Cart.Read));
    }

    [Fact]
    public void Read_ChannelsOf64Characters_AreTakenAndOf65AreNot()
    {
        Assert.Empty(Given.Errors(Json(Line).Replace("web", new string('w', 64), StringComparison.Ordinal), Cart.Read));
        Assert.Equal(
            ["/channel must have at most 64 characters."],
            Given.Errors(Json(Line).Replace("web", new string('w', 65), StringComparison.Ordinal), Cart.Read));
    }

    private static string Json(string lines, long shipping = 490) =>
        $$"""{ "currency": "EUR", "channel": "web", "region": "DE", "shipping": {{shipping}}, "lines": [ {{lines}} ] }""";
}
