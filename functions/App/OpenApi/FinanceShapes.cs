using Microsoft.OpenApi;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reports;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>The reports.</summary>
internal static class FinanceShapes
{
    public static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("ReportPage", Page(Told(
            Must("kind", Word<ReportKind>()),
            Must("period", Text()),
            Must("status", Word(["open", "closed"])),
            Must("computedAt", Instant()),
            Must("difference", Whole())))),
        ("Report", Told(
            Must("period", Text("2026-11-20, 2026-W47 or 2026-11.")),
            Must("kind", Word<ReportKind>()),
            Must("timeZone", Text()),
            Must("status", Word(["open", "closed"])),
            Must("computedAt", Instant()),
            Must("rows", List(Row("campaignId,name,goal,currency,channel", "redemptions,retroactive,discount,orderValue,customers,refunds,refundedDiscount,holdsExpired", "adjustments"))),
            Must("codes", List(Told(
                Must("campaignId", Text()),
                Must("batch", OrNull(Text())),
                Must("issued", Whole()),
                Must("redeemed", Whole()),
                Must("expired", Whole()),
                Must("redemptionRate", OrNull(Number()))))),
            Must("claims", List(Told(
                Must("kind", Word<ClaimKind>()),
                Must("currency", To("Currency")),
                Must("received", Whole()),
                Must("approved", Whole()),
                Must("denied", Whole()),
                Must("escalated", Whole()),
                Must("amount", Money()),
                Must("overridden", Difference()),
                Must("medianMinutesToDecision", OrNull(Number()))))),
            Must("recovery", List(Told(
                Must("reason", Text()),
                Must("currency", To("Currency")),
                Must("issued", Whole()),
                Must("redeemed", Whole()),
                Must("returnRate", OrNull(Number())),
                Must("medianDaysToReturn", OrNull(Number())),
                Must("revenue", Difference()),
                Must("outstanding", Whole())))),
            Must("control", Told(
                Must("ledgerRedemptions", Whole()),
                Must("byCurrency", List(Told(Must("currency", To("Currency")), Must("ledgerDiscount", Money()), Must("reportedDiscount", Money())))),
                Must("difference", Whole(says: "How many figures differ; 0 when the books agree.")),
                Must("countedAt", OrNull(Instant())))))),
    ];

    private static OpenApiSchema Row(string texts, string counts, string differences) => Told(
    [
        .. texts.Split(',').Select(name => Must(name, Text())),
        .. counts.Split(',').Select(name => Must(name, Whole())),
        .. differences.Split(',').Select(name => Must(name, Difference())),
    ]);
}
