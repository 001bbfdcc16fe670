namespace PromoFunctions.App.OpenApi;

/// <summary>Bodies and answers of the document, as JSON. A test holds each against its schema.</summary>
internal static class Examples
{
    private const string Cart = """
        { "currency": "EUR", "channel": "web", "region": "DE", "shipping": 490,
          "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250, "onSale": false } ] }
        """;

    private const string Customer = """{ "id": "c-17", "email": "jane@example.com", "firstName": "Jane", "ordersPlaced": 0, "tags": ["newsletter"] }""";

    private const string Applied = """
        { "code": "SUMMER20", "campaignId": "summer", "version": 1, "discount": 500, "shippingDiscount": 0, "lines": [ { "id": "1", "discount": 500 } ], "summary": "20% off tea" }
        """;

    public const string ValidateRequest = $$"""{ "codes": ["SUMMER20", "BIG5"], "cart": {{Cart}}, "customer": {{Customer}}, "at": null }""";

    public const string Validation = $$"""
        { "valid": false, "currency": "EUR", "subtotal": 2500, "shipping": 490, "discount": 500, "total": 2490, "applied": [ {{Applied}} ],
          "rejected": [ { "code": "BIG5", "reasons": [ { "code": "minimum-subtotal", "message": "Add €25.00 more to use BIG5.", "facts": { "required": 5000, "actual": 2500, "missing": 2500 } } ] } ],
          "alternatives": [ { "code": "WELCOME10", "discount": 250, "summary": "10% off your first order" } ] }
        """;

    public const string AskRequest = """{ "question": "Does SUMMER20 work in store?", "code": "SUMMER20" }""";

    public const string AskAnswer = """{ "topic": "channel", "answer": "SUMMER20 works online only.", "facts": { "code": "SUMMER20" }, "handOff": false }""";

    public const string RedeemRequest = $$"""{ "orderId": "o-1001", "codes": ["SUMMER20"], "cart": {{Cart}}, "customer": {{Customer}}, "mode": "hold", "holdMinutes": 15 }""";

    public const string Redemption = $$"""
        { "redemptionId": "5cbdcb742069a582-1", "orderId": "o-1001", "state": "held", "heldUntil": "2026-07-02T10:15:00Z", "currency": "EUR", "discount": 500,
          "applied": [ {{Applied}} ], "redeemedAt": "2026-07-02T10:00:00Z" }
        """;

    public const string RefundRequest = """{ "refundId": "r-1", "lines": [ { "id": "1", "quantity": 1 } ] }""";

    public const string Refund = """
        { "refundId": "r-1", "redemptionId": "5cbdcb742069a582-1", "amount": 1000, "lines": [ { "id": "1", "quantity": 1, "amount": 1000 } ], "useReturned": false }
        """;

    public const string OfferRequest = $$"""{ "campaignId": "welcome", "occasion": "welcome", "customer": {{Customer}}, "send": true }""";

    public const string Offer = """{ "code": "JANE7Q2M9K4XWTRB", "expiresAt": "2026-07-16T10:00:00Z" }""";

    public const string CampaignBody = """
        { "name": "Summer tea", "goal": "clear-inventory", "status": "active", "currency": "EUR",
          "startsAt": "2026-06-01T00:00:00+02:00", "endsAt": "2026-09-01T00:00:00+02:00", "timeZone": "Europe/Berlin",
          "discount": { "kind": "percent-off", "percent": 20, "maxAmount": 2000,
                        "appliesTo": { "target": "items", "categories": ["tea"], "skus": [], "excludeCategories": [], "excludeSkus": [], "excludeSaleItems": true } },
          "conditions": [ { "kind": "minimum-subtotal", "amount": 2000 } ],
          "limits": { "total": 1000, "perCustomer": 1, "budget": 500000 }, "combinesWith": ["shipping"], "announce": true }
        """;

    public const string AddCodesRequest = """{ "kind": "unique", "count": 100000, "prefix": "TEA", "batchId": "mailing-1" }""";

    public const string ClaimRequest = $$"""
        { "claimId": "t-889-1", "kind": "missed-code", "code": "SUMMER20", "requestedAmount": 500, "customer": {{Customer}},
          "order": { "id": "o-1001", "placedAt": "2026-07-02T10:00:00Z", "cart": {{Cart}} },
          "contact": { "channel": "chat", "agent": "kim", "reference": "ticket-889", "summary": "Forgot the code",
                       "messages": [ { "at": "2026-07-02T11:00:00Z", "from": "customer", "text": "I forgot to enter it." } ] } }
        """;

    public const string ClaimAccepted = """{ "claimId": "t-889-1", "status": "queued" }""";
}
