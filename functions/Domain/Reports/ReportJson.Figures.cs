using System.Text.Json;

namespace PromoFunctions.Domain.Reports;

/// <content>Codes, recovery and what is derived.</content>
public static partial class ReportJson
{
    private static void WriteAll<TRow>(Utf8JsonWriter writer, string name, IEnumerable<TRow> rows, Action<Utf8JsonWriter, TRow> writeMembers)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            writeMembers(writer, row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCodes(Utf8JsonWriter writer, CodesRow row)
    {
        writer.WriteString("campaignId", row.CampaignId);
        writer.WriteString("batch", row.Batch);
        writer.WriteNumber("issued", row.Issued);
        writer.WriteNumber("redeemed", row.Redeemed);
        writer.WriteNumber("expired", row.Expired);
        WriteNumber(writer, "redemptionRate", row.RedemptionRate);
        writer.WriteNumber("issuedInPeriod", row.IssuedInPeriod);
        writer.WriteNumber("redeemedInPeriod", row.RedeemedInPeriod);
    }

    private static void WriteRecovery(Utf8JsonWriter writer, RecoveryRow row)
    {
        writer.WriteString("reason", row.Reason);
        writer.WriteString("currency", row.Currency);
        WriteRecovery(writer, row.Figures);
    }

    private static void WriteRecoveryDetail(Utf8JsonWriter writer, RecoveryDetailRow row)
    {
        writer.WriteString("reason", row.Reason);
        writer.WriteString("agent", row.Agent);
        writer.WriteString("campaignId", row.CampaignId);
        writer.WriteString("currency", row.Currency);
        WriteRecovery(writer, row.Figures);
    }

    private static void WriteRecovery(Utf8JsonWriter writer, RecoveryFigures figures)
    {
        writer.WriteNumber("issued", figures.Issued);
        writer.WriteNumber("redeemed", figures.Redeemed);
        WriteNumber(writer, "returnRate", figures.ReturnRate);
        WriteNumber(writer, "medianDaysToReturn", figures.MedianDaysToReturn);
        writer.WriteNumber("revenue", figures.Revenue);
        writer.WriteNumber("outstanding", figures.Outstanding);
        writer.WriteNumber("expired", figures.Expired);
        writer.WriteNumber("withdrawn", figures.Withdrawn);
        writer.WriteNumber("issuedInPeriod", figures.IssuedInPeriod);
        writer.WriteNumber("redeemedInPeriod", figures.RedeemedInPeriod);
        writer.WriteNumber("revenueInPeriod", figures.RevenueInPeriod);
    }

    private static void WriteCampaign(Utf8JsonWriter writer, CampaignTotalRow row)
    {
        writer.WriteString("campaignId", row.CampaignId);
        writer.WriteString("name", row.Name);
        writer.WriteString("goal", row.Goal);
        writer.WriteString("currency", row.Currency);
        writer.WriteNumber("redemptions", row.Redemptions);
        writer.WriteNumber("discount", row.Discount);
        writer.WriteNumber("orderValue", row.OrderValue);
        writer.WriteNumber("refundedDiscount", row.RefundedDiscount);
        writer.WriteNumber("issued", row.Issued);
        writer.WriteNumber("redeemed", row.Redeemed);
        WriteNumber(writer, "redemptionRate", row.RedemptionRate);
    }

    private static void WriteLiability(Utf8JsonWriter writer, LiabilityRow row)
    {
        writer.WriteString("campaignId", row.CampaignId);
        writer.WriteString("goal", row.Goal);
        writer.WriteString("currency", row.Currency);
        writer.WriteNumber("outstanding", row.Outstanding);
        WriteNumber(writer, "averageDiscount", row.AverageDiscount);
        WriteNumber(writer, "amount", row.Amount);
    }

    private static void WriteSummary(Utf8JsonWriter writer, SummaryRow row)
    {
        writer.WriteString("currency", row.Currency);
        writer.WriteNumber("discount", row.Discount);
        writer.WriteNumber("refundedDiscount", row.RefundedDiscount);
        writer.WriteNumber("appeasement", row.Appeasement);
        writer.WriteNumber("leakage", row.Leakage);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
