using System.Globalization;
using System.Text;

namespace PromoFunctions.Bench.Validate;

/// <summary>What is sent.</summary>
internal static class Bodies
{
    /// <summary>A cart of one line with the codes, as API.md's example has it.</summary>
    public static byte[] Validation(string codes) => Encoding.UTF8.GetBytes($$"""
        { "codes": [{{codes}}],
          "cart": { "currency": "EUR", "channel": "web", "region": "DE", "shipping": 490,
                    "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250, "onSale": false } ] },
          "customer": { "id": "c-17", "email": "jane@example.com", "firstName": "Jane", "ordersPlaced": 0, "tags": ["newsletter"] },
          "at": null }
        """);

    /// <summary>One of a thousand running campaigns: percentages, minimums and categories differ.</summary>
    public static string Campaign(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "Campaign {{number}}", "goal": "retention", "status": "active", "currency": "EUR",
          "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
          "discount": { "kind": "percent-off", "percent": {{1 + number % 30}},
                        "appliesTo": { "target": "items", "categories": ["{{(number % 2 == 0 ? "tea" : "coffee")}}"], "excludeSkus": ["TEA-{{number % 100:00}}"] } },
          "conditions": [ { "kind": "minimum-subtotal", "amount": {{1000 + number}} }, { "kind": "channel", "channels": ["web", "app"] } ],
          "limits": {}, "combinesWith": [], "announce": true }
        """);

    /// <summary>The campaign and the code of API.md's example, here without limits.</summary>
    public static string Summer => """
        { "name": "Summer tea", "goal": "clear-inventory", "status": "active", "currency": "EUR",
          "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
          "discount": { "kind": "percent-off", "percent": 20, "maxAmount": 2000,
                        "appliesTo": { "target": "items", "categories": ["tea"], "excludeSaleItems": true } },
          "conditions": [ { "kind": "minimum-subtotal", "amount": 2000 } ],
          "limits": {}, "combinesWith": [], "announce": true }
        """;
}
