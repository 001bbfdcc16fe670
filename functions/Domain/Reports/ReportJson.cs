using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>Reports in the API's shape.</summary>
public static partial class ReportJson
{
    /// <summary>Writes a report.</summary>
    public static void Write(Utf8JsonWriter writer, Report report)
    {
        writer.WriteStartObject();
        writer.WriteString("period", report.Period.Name);
        writer.WriteString("kind", Vocabulary<ReportKind>.Words[report.Period.Kind]);
        writer.WriteString("timeZone", report.TimeZone);
        writer.WriteString("status", StatusOf(report.Closed));
        writer.WriteString("computedAt", report.ComputedAt);
        WriteAll(writer, "rows", report.Rows, WriteRow);
        WriteAll(writer, "codes", report.Codes, WriteCodes);
        WriteAll(writer, "claims", report.Claims, WriteClaims);
        WriteAll(writer, "recovery", report.Recovery, WriteRecovery);
        WriteAll(writer, "recoveryDetail", report.RecoveryDetail, WriteRecoveryDetail);
        WriteAll(writer, "campaigns", report.Campaigns, WriteCampaign);
        WriteAll(writer, "liability", report.Liability, WriteLiability);
        WriteAll(writer, "summary", report.Summary, WriteSummary);
        writer.WritePropertyName("control");
        WriteControl(writer, report.Control);
        writer.WriteEndObject();
    }

    /// <summary>Writes an item of the list.</summary>
    public static void Write(Utf8JsonWriter writer, ReportListing item)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Vocabulary<ReportKind>.Words[item.Period.Kind]);
        writer.WriteString("period", item.Period.Name);
        writer.WriteString("status", StatusOf(item.Closed));
        writer.WriteString("computedAt", item.ComputedAt);
        writer.WriteNumber("difference", item.Difference);
        writer.WriteEndObject();
    }

    /// <summary>The word for whether a period is closed.</summary>
    public static string StatusOf(bool closed) => closed ? "closed" : "open";

    private static void WriteRow(Utf8JsonWriter writer, ReportRow row)
    {
        writer.WriteString("campaignId", row.CampaignId);
        writer.WriteString("name", row.Name);
        writer.WriteString("goal", row.Goal);
        writer.WriteString("currency", row.Currency);
        writer.WriteString("channel", row.Channel);
        writer.WriteNumber("redemptions", row.Redemptions);
        writer.WriteNumber("retroactive", row.Retroactive);
        writer.WriteNumber("discount", row.Discount);
        writer.WriteNumber("orderValue", row.OrderValue);
        writer.WriteNumber("customers", row.Customers);
        writer.WriteNumber("refunds", row.Refunds);
        writer.WriteNumber("refundedDiscount", row.RefundedDiscount);
        writer.WriteNumber("holdsExpired", row.HoldsExpired);
        writer.WriteNumber("adjustments", row.Adjustments);
    }

    private static void WriteClaims(Utf8JsonWriter writer, ClaimRow row)
    {
        writer.WriteString("kind", row.Kind);
        writer.WriteString("currency", row.Currency);
        writer.WriteNumber("received", row.Received);
        writer.WriteNumber("approved", row.Approved);
        writer.WriteNumber("denied", row.Denied);
        writer.WriteNumber("escalated", row.Escalated);
        writer.WriteNumber("amount", row.Amount);
        writer.WriteNumber("overridden", row.Overridden);
        WriteNumber(writer, "medianMinutesToDecision", row.MedianMinutesToDecision);
    }

    private static void WriteControl(Utf8JsonWriter writer, ReportControl control)
    {
        writer.WriteStartObject();
        writer.WriteNumber("ledgerRedemptions", control.LedgerRedemptions);
        writer.WriteStartArray("byCurrency");
        foreach (var row in control.ByCurrency)
        {
            writer.WriteStartObject();
            writer.WriteString("currency", row.Currency);
            writer.WriteNumber("ledgerDiscount", row.LedgerDiscount);
            writer.WriteNumber("reportedDiscount", row.ReportedDiscount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("difference", control.Difference);
        if (control.CountedAt is { } countedAt)
        {
            writer.WriteString("countedAt", countedAt);
        }
        else
        {
            writer.WriteNull("countedAt");
        }

        writer.WriteEndObject();
    }
}
