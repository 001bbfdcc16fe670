using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Faults;

/// <summary>What callers send.</summary>
internal static class FaultBodies
{
    public const string Code = "FAULTS";

    private static JsonObject Cart() => new()
    {
        ["currency"] = "EUR",
        ["channel"] = "web",
        ["region"] = "DE",
        ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
    };

    /// <summary>Of the code, for somebody new.</summary>
    public static JsonObject Validation(string who) => new()
    {
        ["codes"] = new JsonArray(Code),
        ["cart"] = Cart(),
        ["customer"] = new JsonObject { ["email"] = who + "@example.com", ["firstName"] = "Jane" },
    };

    /// <summary>The same, as an order of that customer's.</summary>
    public static JsonObject Redemption(string who)
    {
        var body = Validation(who);
        (body["orderId"], body["mode"]) = ("o-" + who, "redeem");
        return body;
    }

    /// <summary>Somebody forgot the code yesterday.</summary>
    public static JsonObject Claim(string who)
    {
        var body = Validation(who);
        body.Remove("codes");
        body.Remove("cart");
        (body["claimId"], body["kind"], body["code"]) = ("k-" + who, "missed-code", Code);
        body["order"] = new JsonObject { ["id"] = "q-" + who, ["placedAt"] = DateTimeOffset.UtcNow.AddDays(-1).ToString("O", CultureInfo.InvariantCulture), ["cart"] = Cart() };
        body["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = "kim", ["reference"] = "t", ["summary"] = "Forgot the code" };
        return body;
    }
}
