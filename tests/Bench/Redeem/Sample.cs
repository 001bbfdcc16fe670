using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Bench.Redeem;

/// <summary>What every contender is asked: a campaign of 5.00 € off, each order by a customer of its own.</summary>
internal static class Sample
{
    public const int Discount = 500;
    public const int OrderValue = 2_500;

    /// <summary>The App's <c>applied</c> for that cart.</summary>
    public static string Applied(string code, string campaign) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""[{"code":"{{code}}","campaignId":"{{campaign}}","version":1,"discount":{{Discount}},"shippingDiscount":0,"lines":[{"id":"1","discount":{{Discount}}}],"summary":"€5.00 off"}]""");

    /// <summary>The campaign's only code.</summary>
    public static string CodeOf(string campaign) => campaign.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>One use a customer, so many in all.</summary>
    public static byte[] Campaign(long total) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "Hot", "goal": "acquisition", "status": "active", "currency": "EUR",
          "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
          "discount": { "kind": "amount-off", "amount": {{Discount}}, "appliesTo": { "target": "order" } },
          "conditions": [ { "kind": "minimum-subtotal", "amount": 1000 } ],
          "limits": { "total": {{total}}, "perCustomer": 1 }, "combinesWith": [], "announce": false }
        """));

    public static CampaignDefinition Definition(long total)
    {
        var errors = new InputErrors();
        return JsonInput.Read(Campaign(total), errors, CampaignDefinition.Read) ?? throw new InvalidOperationException(errors.ToList()[0].Value[0]);
    }

    /// <summary>The body of <c>POST /api/redemptions</c>.</summary>
    public static byte[] Body(string campaign, string order, string customer) => Encoding.UTF8.GetBytes($$"""
        { "orderId": "{{order}}", "codes": ["{{CodeOf(campaign)}}"],
          "cart": { "currency": "EUR", "channel": "web", "region": "DE", "shipping": 490,
                    "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250, "onSale": false } ] },
          "customer": { "id": "{{customer}}", "email": "{{customer}}@example.com", "firstName": "Jane", "ordersPlaced": 0, "tags": ["newsletter"] },
          "mode": "redeem" }
        """);

    /// <summary>The same as the ledger gets it from the App.</summary>
    public static RedemptionIntent Intent(Campaign campaign, string order, string customer)
    {
        var id = campaign.Id.Value;
        return new(
            order,
            Hash(order + customer, 32),
            Hash(customer, 16),
            "EUR",
            "web",
            OrderValue,
            Discount,
            Applied(CodeOf(id), id),
            [new(CodeOf(id), id, campaign.Revision, campaign.Latest.Number, Discount) { Lanes = campaign.Lanes }]);
    }

    public static string Hash(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
