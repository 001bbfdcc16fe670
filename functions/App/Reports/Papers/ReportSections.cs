using PromoFunctions.Domain.Reports;
using static PromoFunctions.App.Reports.Papers.ReportCell;
using static PromoFunctions.App.Reports.Papers.ReportColumn;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A report as tables: what a spreadsheet and a page have in common.</summary>
internal static class ReportSections
{
    /// <summary>The section of the totals, which a page shows in large type.</summary>
    public const string Total = "total";

    /// <summary>The section of how the books stand, which a page says in a sentence.</summary>
    public const string Books = "books";

    /// <summary>The tables, always all of them and in the same order.</summary>
    public static IReadOnlyList<ReportSection> Of(Report report) =>
    [
        Totals(report),
        Campaigns(report),
        CampaignTotals(report),
        Codes(report),
        Claims(report),
        Recovery(report),
        RecoveryDetail(report),
        Liability(report),
        Summary(report),
        Control(report),
        Standing(report),
    ];

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

    private static ReportSection CampaignTotals(Report report) => ReportSection.Of<CampaignTotalRow>(
        "campaign-total",
        report.Campaigns,
        (new("name"), row => new Words(row.Name)),
        (new("campaignId", ColumnPlace.UnderName), row => new Words(row.CampaignId)),
        (new("goal"), row => new Words(row.Goal)),
        (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
        ("redemptions", row => new Count(row.Redemptions)),
        (Amount("discount"), row => new Money(row.Discount, row.Currency)),
        (Amount("orderValue"), row => new Money(row.OrderValue, row.Currency)),
        (Amount("refundedDiscount"), row => new Money(row.RefundedDiscount, row.Currency)),
        ("issued", row => new Count(row.Issued)),
        ("redeemed", row => new Count(row.Redeemed)),
        ("redemptionRate", row => new Share(row.RedemptionRate)));

    private static ReportSection Codes(Report report) => ReportSection.Of<CodesRow>(
        "codes",
        report.Codes,
        ("campaignId", row => new Words(row.CampaignId)),
        ("batch", row => new Words(row.Batch)),
        ("issued", row => new Count(row.Issued)),
        ("redeemed", row => new Count(row.Redeemed)),
        ("expired", row => new Count(row.Expired)),

        // A code that anybody may use is used any number of times: not a part of what was issued.
        ("redemptionRate", row => row.Batch == CodesRow.Public ? new Times(row.RedemptionRate) : new Share(row.RedemptionRate)),
        ("issuedInPeriod", row => new Count(row.IssuedInPeriod)),
        ("redeemedInPeriod", row => new Count(row.RedeemedInPeriod)));

    private static ReportSection Recovery(Report report) => ReportSection.Of<RecoveryRow>(
        "recovery",
        report.Recovery,
        [
            ("reason", row => new Words(row.Reason)),
            (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
            .. Figures<RecoveryRow>(row => row.Figures, row => row.Currency),
        ]);

    private static ReportSection RecoveryDetail(Report report) => ReportSection.Of<RecoveryDetailRow>(
        "recovery-detail",
        report.RecoveryDetail,
        [
            ("reason", row => new Words(row.Reason)),
            (new("agent", ColumnPlace.UnderName), row => new Words(row.Agent)),
            (new("campaignId", ColumnPlace.UnderName), row => new Words(row.CampaignId)),
            (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
            .. Figures<RecoveryDetailRow>(row => row.Figures, row => row.Currency),
        ]);

    private static (ReportColumn Column, Func<T, ReportCell> Cell)[] Figures<T>(Func<T, RecoveryFigures> of, Func<T, string> currency) =>
    [
        ("issued", row => new Count(of(row).Issued)),
        ("redeemed", row => new Count(of(row).Redeemed)),
        ("returnRate", row => new Share(of(row).ReturnRate)),
        ("medianDaysToReturn", row => new Measure(of(row).MedianDaysToReturn)),
        (Amount("revenue"), row => new Money(of(row).Revenue, currency(row))),
        ("outstanding", row => new Count(of(row).Outstanding)),
        ("expired", row => new Count(of(row).Expired)),
        ("withdrawn", row => new Count(of(row).Withdrawn)),
        ("issuedInPeriod", row => new Count(of(row).IssuedInPeriod)),
        ("redeemedInPeriod", row => new Count(of(row).RedeemedInPeriod)),
        (Amount("revenueInPeriod"), row => new Money(of(row).RevenueInPeriod, currency(row))),
    ];

    private static ReportSection Liability(Report report) => ReportSection.Of<LiabilityRow>(
        "liability",
        report.Liability,
        ("campaignId", row => new Words(row.CampaignId)),
        ("goal", row => new Words(row.Goal)),
        (new("currency", ColumnPlace.Nowhere), row => new Words(row.Currency)),
        ("outstanding", row => new Count(row.Outstanding)),
        (Amount("averageDiscount"), row => row.AverageDiscount is { } average ? new Money(average, row.Currency) : new Words(null)),
        (Amount("amount"), row => row.Amount is { } amount ? new Money(amount, row.Currency) : new Words(null)));

    private static ReportSection Summary(Report report) => ReportSection.Of<SummaryRow>(
        "summary",
        report.Summary,
        ("currency", row => new Words(row.Currency)),
        (Amount("discount"), row => new Money(row.Discount, row.Currency)),
        (Amount("refundedDiscount"), row => new Money(row.RefundedDiscount, row.Currency)),
        (Amount("appeasement"), row => new Money(row.Appeasement, row.Currency)),
        (Amount("leakage"), row => new Money(row.Leakage, row.Currency)));

    private static ReportSection Control(Report report) => ReportSection.Of<ControlRow>(
        "control",
        report.Control.ByCurrency,
        ("currency", row => new Words(row.Currency)),
        (Amount("ledgerDiscount"), row => new Money(row.LedgerDiscount, row.Currency)),
        (Amount("reportedDiscount"), row => new Money(row.ReportedDiscount, row.Currency)));

    private static ReportSection Standing(Report report) => ReportSection.Of<ReportControl>(
        Books,
        [report.Control],
        ("ledgerRedemptions", row => new Count(row.LedgerRedemptions)),
        ("difference", row => new Count(row.Difference)),
        ("countedAt", row => new Moment(row.CountedAt)));
}
