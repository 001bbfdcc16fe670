using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.Running;

/// <summary>Valid bodies, new ones at every call, to be edited.</summary>
internal static class Sample
{
    private const int RandomDigits = 14;

    /// <summary>An id that nobody has.</summary>
    public static string NewId(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..(prefix.Length + 1 + RandomDigits)];

    /// <summary>A code that nobody has, in its normal form.</summary>
    public static string NewCode() => $"T{Guid.NewGuid():N}"[..(1 + RandomDigits)].ToUpperInvariant();

    /// <summary>An instant as JSON has it.</summary>
    public static string Instant(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A running campaign in euros: 5.00 off any order, without limits, not announced.</summary>
    public static JsonObject Campaign() => new()
    {
        ["name"] = "A test",
        ["goal"] = "retention",
        ["status"] = "active",
        ["currency"] = "EUR",
        ["startsAt"] = Instant(DateTimeOffset.UtcNow.AddDays(-30)),
        ["endsAt"] = Instant(DateTimeOffset.UtcNow.AddDays(30)),
        ["timeZone"] = "Europe/Berlin",
        ["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = 500, ["appliesTo"] = new JsonObject { ["target"] = "order" } },
        ["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 1000 }),
        ["limits"] = new JsonObject(),
        ["combinesWith"] = new JsonArray(),
        ["announce"] = false,
    };

    /// <summary>Two teas for 25.00 €, 4.90 € shipping.</summary>
    public static JsonObject Cart() => new()
    {
        ["currency"] = "EUR",
        ["channel"] = "web",
        ["region"] = "DE",
        ["shipping"] = 490,
        ["lines"] = new JsonArray(new JsonObject
        {
            ["id"] = "1",
            ["sku"] = "TEA-01",
            ["categories"] = new JsonArray("tea"),
            ["quantity"] = 2,
            ["unitPrice"] = 1250,
            ["onSale"] = false,
        }),
    };

    public static JsonObject Customer(string id) => new()
    {
        ["id"] = id,
        ["email"] = id + "@example.com",
        ["firstName"] = "Jane",
        ["ordersPlaced"] = 0,
        ["tags"] = new JsonArray("newsletter"),
    };

    public static JsonObject Validation(params IEnumerable<string> codes) => new()
    {
        ["codes"] = Texts(codes),
        ["cart"] = Cart(),
        ["customer"] = Customer("c-17"),
        ["client"] = new JsonObject { ["address"] = "203.0.113.9", ["session"] = "s-1" },
        ["at"] = null,
    };

    public static JsonObject Redemption(string code, string? order = null, string? customer = null) => new()
    {
        ["orderId"] = order ?? NewId("o"),
        ["codes"] = new JsonArray(code),
        ["cart"] = Cart(),
        ["customer"] = Customer(customer ?? NewId("c")),
        ["mode"] = "redeem",
    };

    /// <summary>A code that was not applied to an order of yesterday.</summary>
    public static JsonObject Claim(string code) => new()
    {
        ["claimId"] = NewId("t"),
        ["kind"] = "missed-code",
        ["code"] = code,
        ["requestedAmount"] = 500,
        ["customer"] = Customer(NewId("c")),
        ["order"] = new JsonObject { ["id"] = NewId("o"), ["placedAt"] = Instant(DateTimeOffset.UtcNow.AddDays(-1)), ["cart"] = Cart() },
        ["contact"] = new JsonObject
        {
            ["channel"] = "chat",
            ["agent"] = "kim",
            ["reference"] = "ticket-889",
            ["summary"] = "Forgot the code",
            ["messages"] = new JsonArray(new JsonObject { ["at"] = Instant(DateTimeOffset.UtcNow), ["from"] = "customer", ["text"] = "I forgot." }),
        },
    };

    /// <summary>The member <c>offer</c> of a campaign that welcomes customers, each once.</summary>
    public static JsonObject OfferRules(string oncePer = "customer", int validHours = 336) => new()
    {
        ["occasions"] = new JsonArray("welcome", "birthday"),
        ["validHours"] = validHours,
        ["oncePer"] = oncePer,
    };

    /// <summary>A welcome of a new customer, by mail.</summary>
    public static JsonObject Offer(string campaign, string? customer = null) => new()
    {
        ["campaignId"] = campaign,
        ["occasion"] = "welcome",
        ["customer"] = Customer(customer ?? NewId("c")),
        ["send"] = true,
    };

    public static JsonObject PublicCode(string code) => new() { ["kind"] = "public", ["code"] = code };

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    /// <summary>A campaign that the App has taken, with one public code.</summary>
    public static async Task<(string Campaign, string Code, JsonObject Body)> GivenCampaignAsync(AppProcess app, Action<JsonObject>? edit = null)
    {
        var (campaign, code, body) = (NewId("m"), NewCode(), Campaign());
        edit?.Invoke(body);
        (await app.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(201);
        (await app.Marketing.PostAsync($"campaigns/{campaign}/codes", PublicCode(code))).MustBe(201);
        return (campaign, code, body);
    }
}
