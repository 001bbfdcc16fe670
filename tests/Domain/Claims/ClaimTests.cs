using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class ClaimTests
{
    [Fact]
    public void Claim_WrittenAndRead_IsTheSameBytes()
    {
        var claim = GivenClaim.Of(GivenClaim.Json().With("language", "de").With("client", new JsonObject { ["address"] = "203.0.113.9", ["session"] = "s" }));

        var bytes = claim.ToUtf8();
        var (again, _) = GivenClaim.Read(Encoding.UTF8.GetString(bytes));

        Assert.NotNull(again);
        Assert.Equal(bytes, again.ToUtf8());
        Assert.Equal("SUMMER20", again.Code?.Value);
        Assert.Equal(ReplyLanguage.De, again.Language);
        Assert.Contains("Grüße", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_InAnotherSpelling_IsTheSameBytes()
    {
        var one = GivenClaim.Of(GivenClaim.Json());
        var other = GivenClaim.Json().With("code", " SUMMER 20 ").With("currency", "EUR").With("language", "en");
        other["order"]?.AsObject().With("placedAt", "2026-07-02T10:00Z");
        other = new JsonObject(other.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Assert.Equal(one.ToUtf8(), GivenClaim.Of(other).ToUtf8());
    }

    [Fact]
    public void Claim_WithoutId_TakesTheOneGiven() =>
        Assert.Equal("given", GivenClaim.Of(GivenClaim.Json().Without("claimId")).Id.Value);

    [Theory]
    [InlineData("missing-code")]
    [InlineData("complaint")]
    [InlineData("discount-request")]
    public void Claim_OfAKindWithoutOrder_NeedsItsCurrency(string kind)
    {
        var json = GivenClaim.Json(kind).Without("order", "code");

        var (refused, errors) = GivenClaim.Read(json.ToJsonString());
        var taken = GivenClaim.Of(json.With("currency", "JPY"));

        Assert.Null(refused);
        Assert.Equal("/currency", Assert.Single(errors.ToList()).Key);
        Assert.Equal("JPY", taken.Currency.Code);
    }

    [Theory]
    [InlineData("missed-code")]
    [InlineData("expired-code")]
    [InlineData("rejected-code")]
    public void Claim_AboutACodeOnAnOrder_NeedsBoth(string kind)
    {
        var (claim, errors) = GivenClaim.Read(GivenClaim.Json(kind).Without("order", "code").With("currency", "EUR").ToJsonString());

        Assert.Null(claim);
        Assert.Equal(["/code", "/order"], errors.ToList().Select(error => error.Key));
    }

    [Fact]
    public void DiscountRequest_WithACart_TakesItsCurrency()
    {
        var claim = GivenClaim.Of(GivenClaim.Json("discount-request").Without("order", "code").With("cart", GivenClaim.Cart("KWD")));

        Assert.Equal("KWD", claim.Currency.Code);
        Assert.Equal(2500, claim.Cart?.Subtotal);
    }

    public static TheoryData<string, string, JsonNode?> Wrong() => new()
    {
        { "/kind", "kind", "lost-code" },
        { "/claimId", "claimId", "../etc" },
        { "/claimId", "claimId", new string('x', 65) },
        { "/code", "code", new string('X', 10_000) },
        { "/requestedAmount", "requestedAmount", -1 },
        { "/currency", "currency", "USD" },
        { "/currency", "currency", "ABC" },
        { "/customer", "customer", new JsonObject { ["firstName"] = "Jane" } },
        { "/customer", "customer", null },
        { "/contact/agent", "contact", new JsonObject { ["channel"] = "chat", ["reference"] = "r", ["summary"] = "s" } },
        { "/order/placedAt", "order", new JsonObject { ["id"] = "o", ["placedAt"] = "2027-01-01T00:00:00Z", ["cart"] = GivenClaim.Cart() } },
        { "/order/id", "order", new JsonObject { ["id"] = new string('o', 129), ["placedAt"] = "2026-07-02T00:00:00Z", ["cart"] = GivenClaim.Cart() } },
        { "/cart", "cart", GivenClaim.Cart() },
        { "/language", "language", "fr" },
        { "/refund", "refund", true },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Claim_WithSomethingWrong_IsRefusedWithThePlace(string place, string member, JsonNode? value)
    {
        var (claim, errors) = GivenClaim.Read(GivenClaim.Json().With(member, value).ToJsonString());

        Assert.Null(claim);
        Assert.Equal(place, Assert.Single(errors.ToList()).Key);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("T-889_1.b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void ClaimId_OfTheForm_IsKeptAsSent(string id) => Assert.Equal(id, ClaimId.Parse(id).Value);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a\0")]
    public void ClaimId_OfAnotherForm_IsRefused(string id) => Assert.False(ClaimId.TryParse(id, out _, out _));

    [Fact]
    public void ClaimId_OfAMessage_IsTheSameForEveryDelivery()
    {
        Assert.Equal(ClaimId.OfMessage("m-1"), ClaimId.OfMessage("m-1"));
        Assert.NotEqual(ClaimId.OfMessage("m-1"), ClaimId.OfMessage("m-2"));
        Assert.NotEqual(ClaimId.New(), ClaimId.New());
    }

    [Fact]
    public void ClaimPlace_AsTokenAndBack_IsTheSamePlace()
    {
        var place = new ClaimPlace(GivenClaim.ReceivedAt, ClaimId.Parse("t-889-1"));

        Assert.True(ClaimPlace.TryParse(place.ToToken(), out var again, out _));
        Assert.Equal(place, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("***")]
    [InlineData("MTIz")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OSBh")]
    public void ClaimPlace_OfAnotherText_IsRefused(string token) => Assert.False(ClaimPlace.TryParse(token, out _, out _));
}
