using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Reports;

/// <content>Codes, recovery and what is derived. Rates and medians are Double, and left out where there is none.</content>
internal static partial class ReportRows
{
    private static TableEntity Codes(Report report, CodesRow figures)
    {
        var row = Row(report, $"codes|{figures.CampaignId}|{Escape(figures.Batch)}", "codes");
        row["CampaignId"] = figures.CampaignId;
        row["Batch"] = figures.Batch;
        row["Issued"] = figures.Issued;
        row["Redeemed"] = figures.Redeemed;
        row["Expired"] = figures.Expired;
        row["IssuedInPeriod"] = figures.IssuedInPeriod;
        row["RedeemedInPeriod"] = figures.RedeemedInPeriod;
        Set(row, "RedemptionRate", figures.RedemptionRate);
        return row;
    }

    private static CodesRow ReadCodes(TableEntity row) => new(
        row.GetString("CampaignId"),
        row.GetString("Batch"),
        Long(row, "Issued"),
        Long(row, "Redeemed"),
        Long(row, "Expired"),
        Long(row, "IssuedInPeriod"),
        Long(row, "RedeemedInPeriod"));

    private static TableEntity CampaignTotal(Report report, CampaignTotalRow figures)
    {
        var row = Row(report, $"campaign-total|{figures.CampaignId}|{figures.Currency}", "campaign-total");
        row["CampaignId"] = figures.CampaignId;
        row["Name"] = figures.Name;
        row["Goal"] = figures.Goal;
        row["Currency"] = figures.Currency;
        row["Redemptions"] = figures.Redemptions;
        row["Discount"] = figures.Discount;
        row["OrderValue"] = figures.OrderValue;
        row["RefundedDiscount"] = figures.RefundedDiscount;
        row["Issued"] = figures.Issued;
        row["Redeemed"] = figures.Redeemed;
        Set(row, "RedemptionRate", figures.RedemptionRate);
        return row;
    }

    private static CampaignTotalRow ReadCampaignTotal(TableEntity row) => new(
        row.GetString("CampaignId"),
        row.GetString("Name"),
        row.GetString("Goal"),
        row.GetString("Currency"),
        Long(row, "Redemptions"),
        Long(row, "Discount"),
        Long(row, "OrderValue"),
        Long(row, "RefundedDiscount"),
        Long(row, "Issued"),
        Long(row, "Redeemed"));

    private static TableEntity Recovery(Report report, RecoveryRow figures)
    {
        var row = Row(report, $"recovery|{figures.Reason}|{figures.Currency}", "recovery");
        row["Reason"] = figures.Reason;
        row["Currency"] = figures.Currency;
        Set(row, figures.Figures);
        return row;
    }

    private static RecoveryRow ReadRecovery(TableEntity row) => new(row.GetString("Reason"), row.GetString("Currency"), ReadFigures(row));

    private static TableEntity RecoveryDetail(Report report, RecoveryDetailRow figures)
    {
        var row = Row(report, $"recovery-detail|{figures.Reason}|{Escape(figures.Agent)}|{figures.CampaignId}|{figures.Currency}", "recovery-detail");
        row["Reason"] = figures.Reason;
        row["Agent"] = figures.Agent;
        row["CampaignId"] = figures.CampaignId;
        row["Currency"] = figures.Currency;
        Set(row, figures.Figures);
        return row;
    }

    private static RecoveryDetailRow ReadRecoveryDetail(TableEntity row) => new(
        row.GetString("Reason"), row.GetString("Agent"), row.GetString("CampaignId"), row.GetString("Currency"), ReadFigures(row));

    private static TableEntity Liability(Report report, LiabilityRow figures)
    {
        var row = Row(report, $"liability|{figures.CampaignId}|{figures.Currency}", "liability");
        row["CampaignId"] = figures.CampaignId;
        row["Goal"] = figures.Goal;
        row["Currency"] = figures.Currency;
        row["Outstanding"] = figures.Outstanding;
        if (figures is { AverageDiscount: { } average, Amount: { } amount })
        {
            row["AverageDiscount"] = average;
            row["Amount"] = amount;
        }

        return row;
    }

    private static LiabilityRow ReadLiability(TableEntity row) => new(
        row.GetString("CampaignId"), row.GetString("Goal"), row.GetString("Currency"), Long(row, "Outstanding"), row.GetInt64("AverageDiscount"), row.GetInt64("Amount"));

    private static TableEntity Summary(Report report, SummaryRow figures)
    {
        var row = Row(report, "summary|" + figures.Currency, "summary");
        row["Currency"] = figures.Currency;
        row["Discount"] = figures.Discount;
        row["RefundedDiscount"] = figures.RefundedDiscount;
        row["Appeasement"] = figures.Appeasement;
        row["Leakage"] = figures.Leakage;
        return row;
    }

    private static SummaryRow ReadSummary(TableEntity row) => new(
        row.GetString("Currency"), Long(row, "Discount"), Long(row, "RefundedDiscount"), Long(row, "Appeasement"), Long(row, "Leakage"));

    private static void Set(TableEntity row, RecoveryFigures figures)
    {
        row["Issued"] = figures.Issued;
        row["Redeemed"] = figures.Redeemed;
        row["Revenue"] = figures.Revenue;
        row["Expired"] = figures.Expired;
        row["Outstanding"] = figures.Outstanding;
        row["Withdrawn"] = figures.Withdrawn;
        row["IssuedInPeriod"] = figures.IssuedInPeriod;
        row["RedeemedInPeriod"] = figures.RedeemedInPeriod;
        row["RevenueInPeriod"] = figures.RevenueInPeriod;
        Set(row, "ReturnRate", figures.ReturnRate);
        Set(row, "MedianDaysToReturn", figures.MedianDaysToReturn);
    }

    private static RecoveryFigures ReadFigures(TableEntity row) => new(
        Long(row, "Issued"),
        Long(row, "Redeemed"),
        (decimal?)row.GetDouble("MedianDaysToReturn"),
        Long(row, "Revenue"),
        Long(row, "Expired"),
        Long(row, "Outstanding"),
        Long(row, "IssuedInPeriod"),
        Long(row, "RedeemedInPeriod"),
        Long(row, "RevenueInPeriod"))
    {
        // Rows of before it was kept have none.
        Withdrawn = row.GetInt64("Withdrawn") ?? 0,
    };

    private static void Set(TableEntity row, string column, decimal? value)
    {
        if (value is { } known)
        {
            row[column] = (double)known;
        }
    }
}
