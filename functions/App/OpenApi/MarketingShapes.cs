using Microsoft.OpenApi;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Discounts;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>Campaigns, their codes, and the inventory.</summary>
internal static class MarketingShapes
{
    private static readonly string[] Counted = ["public", "active", "paused", "voided", "unique", "personal"];

    public static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("AppliesTo", Sent(
            May("target", Word<DiscountClass>()),
            May("categories", Names()),
            May("skus", Names()),
            May("excludeCategories", Names()),
            May("excludeSkus", Names()),
            May("excludeSaleItems", Flag()))),
        ("Discount", OneOf(
            Rule("percent-off", Must("percent", Percent()), May("maxAmount", Money(1)), Applies()),
            Rule("amount-off", Must("amount", Money(1)), Applies()),
            Rule("amount-off-each", Must("amount", Money(1)), Applies()),
            Rule("fixed-price-each", Must("unitPrice", Money()), Applies()),
            Rule("free-shipping", May("maxAmount", Money(1)), May("appliesTo", To("AppliesTo"))),
            Rule("buy-get", Must("buyQuantity", Whole(1)), Must("getQuantity", Whole(1)), Must("percent", Percent()), Applies()),
            Rule("spend-tiers", Must("tiers", List(Sent(Must("minimum", Money(1)), May("percent", Percent()), May("amount", Money(1))), least: 1)), Applies()))),
        ("Condition", OneOf(
            Rule("minimum-subtotal", Must("amount", Money(1)), May("of", Word<MeasuredOver>())),
            Rule("minimum-quantity", Must("quantity", Whole(1)), May("of", Word<MeasuredOver>())),
            Rule("channel", Must("channels", Named(64))),
            Rule("region", Must("regions", Named(64))),
            Rule("customer-tag", Must("anyOf", Named(100))),
            Rule("new-customer"),
            Rule("returning-customer", Must("minimumOrders", Whole(1))),
            Rule("weekly-hours", Must("days", List(Word<Weekday>(), 7, 1)), Must("from", Clock()), Must("to", Clock())))),
        ("Limits", Sent(
            May("total", Whole(1, Domain.Campaigns.Limits.MaxUses)),
            May("perCustomer", Whole(1, Domain.Campaigns.Limits.MaxPerCustomer)),
            May("budget", Money(1)))),
        ("OfferRules", Sent(
            Must("occasions", List(Id(OfferRules.MaxOccasionLength), 20, 1)),
            Must("validHours", Whole(1, 87_600)),
            Must("oncePer", Word<OfferFrequency>()))),
        ("CampaignBody", Sent([
            Must("name", Id(CampaignDefinition.MaxNameLength)),
            Must("goal", Word<Goal>()),
            Must("status", Word<CampaignStatus>()),
            .. Gives(),
            May("conditions", List(To("Condition"), Domain.Campaigns.Terms.MaxConditions)),
            May("combinesWith", List(Word<DiscountClass>(), 10)),
            May("limits", To("Limits")),
            May("announce", Flag()),
            May("offer", To("OfferRules"))])),
        ("CampaignTerms", Told([Must("version", Whole(1)), Must("countsFrom", Instant()), May("savedAt", Instant()), .. Gives(), .. Given()])),
        ("Campaign", Told([
            Must("campaignId", To("CampaignId")),
            Must("version", Whole(1)),
            Must("name", Text()),
            Must("goal", Word<Goal>()),
            Must("status", Word<CampaignStatus>()),
            .. Gives(),
            .. Given(),
            Must("limits", To("Limits")),
            Must("announce", Flag()),
            May("offer", To("OfferRules")),
            May("versions", List(To("CampaignTerms")))])),
        ("CampaignPage", Page(To("Campaign"))),
        ("AddCodesRequest", OneOf(
            Rule("public", Must("code", To("Code"))),
            Rule("unique", Must("count", Whole(1, CodeBatch.MaxCount)), Must("prefix", To("Code")), May("batchId", Id(BatchId.MaxLength))),
            Rule("personal", Must("customer", To("Customer")), Must("expiresAt", Instant())))),
        ("AddedCodes", OneOf(Told(Must("code", To("Code"))), Told(Must("batchId", Text()), Must("count", Whole(1))))),
        ("ImportedCodes", Told(
            Must("batchId", Text()),
            Must("added", Whole()),
            Must("repeated", Whole()),
            Must("refused", Whole()),
            Must("refusedLines", List(Told(Must("line", Whole(1)), Must("code", To("Code")), Must("message", Text())))))),
        ("CodeStatusRequest", Sent(Must("status", Word<CodeStatus>()))),
        ("CodeStatusAnswer", Told(Must("code", To("Code")), Must("status", Word<CodeStatus>()))),
        ("InventoryPage", Page(Told(
            Must("campaignId", To("CampaignId")),
            Must("name", Text()),
            Must("goal", Word<Goal>()),
            Must("status", Word<CampaignStatus>()),
            Must("version", Whole(1)),
            Must("startsAt", Instant()),
            Must("endsAt", Instant()),
            Must("timeZone", Text()),
            Must("summary", Text()),
            Must("announce", Flag()),
            Must("codes", Told([.. Counted.Select(kind => Must(kind, Whole()))]))))),
    ];

    private static OpenApiSchema Rule(string kind, params Member[] members) => Sent([Must("kind", Word([kind])), .. members]);

    private static Member Applies() => Must("appliesTo", To("AppliesTo"));

    private static OpenApiSchema Names() => List(Id(100), 1_000);

    private static OpenApiSchema Named(int most) => List(Id(most), least: 1);

    private static OpenApiSchema Clock() => new() { Type = JsonSchemaType.String, Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$" };

    private static Member[] Gives() =>
        [Must("currency", To("Currency")), Must("startsAt", Instant()), Must("endsAt", Instant("Not included.")), Must("timeZone", Text("An IANA zone.")), Must("discount", To("Discount"))];

    private static Member[] Given() => [Must("conditions", List(To("Condition"))), Must("combinesWith", List(Word<DiscountClass>()))];
}
