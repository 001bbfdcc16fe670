using PromoFunctions.Domain.Reports;
using static PromoFunctions.App.Reports.Papers.ReportCell;
using static PromoFunctions.App.Reports.Papers.ReportColumn;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A report as tables: what a spreadsheet and a page have in common.</summary>
internal static class ReportSections
{
    /// <summary>The section of the totals, which a page shows in large type.</summary>
    public const string Total = "total";

    /// <summary>The tables, always all of them and in the same order.</summary>
    public static IReadOnlyList<ReportSection> Of(Report report) => [Totals(report), Campaigns(report), Claims(report), Control(report), Books(report)];

    private static ReportSection Totals(Report report) => ReportSection.Of<ReportTotal>(
        Total,
        ReportTotal.Of(report),
        ("currency", row => new Words(row.Currency)),
        ("redemptions", row => new Count(row.Redemptions)),
        (Amount("discount"), row => new Money(row.Discount, row.Currency)),
        (Amount("orderValue"), row => new Money(row.OrderValue, row.Currency)));

    private static ReportSection Campaigns(Report report) => ReportSection.Of<ReportRow>(
        "campaign",
        report.Rows,
        (new("name"), row => new Words(row.Name)),
        (new("campaignId", ColumnPlace.UnderName), row => new Words(row.CampaignId)),
        (new("goal", ColumnPlace.UnderName), row => new Words(row.Goal)),
        (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
        ("channel", row => new Words(row.Channel)),
        ("redemptions", row => new Count(row.Redemptions)),
        ("retroactive", row => new Count(row.Retroactive)),
        (Amount("discount"), row => new Money(row.Discount, row.Currency)),
        (Amount("orderValue"), row => new Money(row.OrderValue, row.Currency)),
        ("customers", row => new Count(row.Customers)),
        ("refunds", row => new Count(row.Refunds)),
        (Amount("refundedDiscount"), row => new Money(row.RefundedDiscount, row.Currency)),
        ("holdsExpired", row => new Count(row.HoldsExpired)),
        (Amount("adjustments"), row => new Money(row.Adjustments, row.Currency)));

    private static ReportSection Claims(Report report) => ReportSection.Of<ClaimRow>(
        "claims",
        report.Claims,
        ("claimKind", row => new Words(row.Kind)),
        (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
        ("received", row => new Count(row.Received)),
        ("approved", row => new Count(row.Approved)),
        ("denied", row => new Count(row.Denied)),
        ("escalated", row => new Count(row.Escalated)),
        (Amount("amount"), row => new Money(row.Amount, row.Currency)),
        (Amount("overridden"), row => new Money(row.Overridden, row.Currency)),
        ("medianMinutesToDecision", row => new Measure(row.MedianMinutesToDecision)));

    private static ReportSection Control(Report report) => ReportSection.Of<ControlRow>(
        "control",
        report.Control.ByCurrency,
        ("currency", row => new Words(row.Currency)),
        (Amount("ledgerDiscount"), row => new Money(row.LedgerDiscount, row.Currency)),
        (Amount("reportedDiscount"), row => new Money(row.ReportedDiscount, row.Currency)));

    private static ReportSection Books(Report report) => ReportSection.Of<ReportControl>(
        "books",
        [report.Control],
        ("ledgerRedemptions", row => new Count(row.LedgerRedemptions)),
        ("difference", row => new Count(row.Difference)),
        ("countedAt", row => new Moment(row.CountedAt)));
}
