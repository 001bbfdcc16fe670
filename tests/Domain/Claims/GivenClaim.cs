using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Claims;

/// <summary>Claims, facts and policies to start from.</summary>
internal static class GivenClaim
{
    public static readonly DateTimeOffset PlacedAt = new(2026, 7, 2, 10, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset ReceivedAt = PlacedAt.AddHours(2);

    public static JsonObject Json(string kind = "missed-code") => new()
    {
        ["claimId"] = "t-889-1",
        ["kind"] = kind,
        ["code"] = "summer-20",
        ["requestedAmount"] = 500,
        ["customer"] = new JsonObject { ["id"] = "c-17", ["email"] = "jane@example.com", ["firstName"] = "Jane", ["ordersPlaced"] = 0 },
        ["order"] = new JsonObject { ["id"] = "o-1001", ["placedAt"] = "2026-07-02T12:00:00+02:00", ["cart"] = Cart() },
        ["contact"] = new JsonObject
        {
            ["channel"] = "chat",
            ["agent"] = "kim",
            ["reference"] = "ticket-889",
            ["summary"] = "Forgot the code",
            ["messages"] = new JsonArray(new JsonObject { ["at"] = "2026-07-02T11:00:00Z", ["from"] = "customer", ["text"] = "Grüße:\nmein Code?" }),
        },
    };

    public static JsonObject Cart(string currency = "EUR") => new()
    {
        ["currency"] = currency,
        ["channel"] = "web",
        ["region"] = "DE",
        ["shipping"] = 490,
        ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
    };

    public static JsonObject Without(this JsonObject json, params string[] members)
    {
        foreach (var member in members)
        {
            json.Remove(member);
        }

        return json;
    }

    public static JsonObject With(this JsonObject json, string member, JsonNode? value)
    {
        json[member] = value;
        return json;
    }

    public static (Claim? Claim, InputErrors Errors) Read(string json)
    {
        var errors = new InputErrors();
        return (JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, reader => Claim.Read(reader, ClaimId.Parse("given"), ReceivedAt)), errors);
    }

    public static Claim Of(JsonObject json)
    {
        var (claim, errors) = Read(json.ToJsonString());
        Assert.True(claim is not null, string.Join("; ", errors.ToList().Select(error => error.Key + " " + error.Value[0])));
        return claim;
    }

    /// <summary>A missed code that was valid: rule valid-at-order-time.</summary>
    public static ClaimFacts Facts(ClaimKind kind = ClaimKind.MissedCode, string currency = "EUR") => new()
    {
        Kind = kind,
        Currency = currency,
        ReceivedAt = ReceivedAt,
        OrderPlacedAt = PlacedAt,
        CodeKnown = true,
        CampaignId = "summer",
        TermsVersion = 3,
        TimeZone = "Europe/Berlin",
        Entitlement = 500,
        WithoutExpiry = 500,
        LimitLeft = true,
        CodeEndsAt = PlacedAt.AddDays(30),
    };

    /// <summary>As <see cref="Facts"/>, but the code ran out that long before the order.</summary>
    public static ClaimFacts Expired(TimeSpan before, long worth, ClaimKind kind = ClaimKind.MissedCode, string currency = "EUR") =>
        Facts(kind, currency) with { Entitlement = null, WithoutExpiry = worth, Refusals = ["expired"], CodeEndsAt = PlacedAt - before };

    public static PolicyVersion Written { get; } = new WrittenPolicy().CurrentAsync(CancellationToken.None).GetAwaiter().GetResult();

    public static (Policy? Policy, InputErrors Errors) ReadPolicy(JsonNode json)
    {
        var errors = new InputErrors();
        return (JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, Policy.Read), errors);
    }
}
