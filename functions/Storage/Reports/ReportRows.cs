using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Reports;

/// <summary>
/// Rows of table <c>Reports</c>, flat and typed, for whoever reads the table directly. A partition is a report; column
/// <c>Section</c> says what a row is: <c>report</c> (one), <c>campaign</c>, <c>claims</c>, <c>control</c> and those of
/// codes and recovery; in the partition <c>index</c> it is <c>period</c>. Amounts are Int64 in minor units.
/// </summary>
internal static partial class ReportRows
{
    public const string HeadRow = "!";
    public const string IndexPartition = "index";

    public static string Partition(ReportPeriod period) => $"{Vocabulary<ReportKind>.Words[period.Kind]}|{period.Name}";

    /// <summary>Later periods sort first, and of those that begin on one day the shorter one.</summary>
    public static string IndexKey(ReportPeriod period) => string.Create(
        CultureInfo.InvariantCulture,
        $"{99_999_999 - int.Parse(period.FirstDay.Replace("-", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture):D8}|{(int)period.Kind}");

    /// <summary>The report's own row.</summary>
    /// <param name="report">The report.</param>
    /// <param name="rows">How many other rows it has.</param>
    /// <param name="whole">False while rows are still to be written.</param>
    public static TableEntity Head(Report report, int rows, bool whole)
    {
        var row = Row(report, HeadRow, "report");
        row["TimeZone"] = report.TimeZone;
        row["Status"] = ReportJson.StatusOf(report.Closed);
        row["LedgerRedemptions"] = report.Control.LedgerRedemptions;
        row["Difference"] = report.Control.Difference;
        row["Rows"] = rows;
        row["Whole"] = whole;
        if (report.Control.CountedAt is { } countedAt)
        {
            row["CountedAt"] = countedAt;
        }

        return row;
    }

    public static IReadOnlyList<TableEntity> Body(Report report) => [
        .. report.Rows.Select(row => Campaign(report, row)),
        .. report.Claims.Select(row => Claims(report, row)),
        .. report.Codes.Select(row => Codes(report, row)),
        .. report.Campaigns.Select(row => CampaignTotal(report, row)),
        .. report.Recovery.Select(row => Recovery(report, row)),
        .. report.RecoveryDetail.Select(row => RecoveryDetail(report, row)),
        .. report.Liability.Select(row => Liability(report, row)),
        .. report.Summary.Select(row => Summary(report, row)),
        .. report.Control.ByCurrency.Select(row => Control(report, row)),
    ];

    public static TableEntity Index(Report report) => new(IndexPartition, IndexKey(report.Period))
    {
        ["Section"] = "period",
        ["Kind"] = Vocabulary<ReportKind>.Words[report.Period.Kind],
        ["Period"] = report.Period.Name,
        ["Status"] = ReportJson.StatusOf(report.Closed),
        ["ComputedAt"] = report.ComputedAt,
        ["Difference"] = report.Control.Difference,
    };

    public static bool IsWhole(TableEntity head) => head.GetBoolean("Whole") == true;

    public static bool IsClosed(TableEntity row) => row.GetString("Status") == ReportJson.StatusOf(closed: true);

    public static DateTimeOffset ComputedAt(TableEntity row) => row.GetDateTimeOffset("ComputedAt") ?? default;

    /// <summary>The report that rows make; null unless they are all of one computation.</summary>
    public static Report? Read(ReportPeriod period, IReadOnlyList<TableEntity> rows)
    {
        var head = rows.FirstOrDefault(row => row.RowKey == HeadRow);
        if (head is null || !IsWhole(head) || head.GetInt32("Rows") != rows.Count - 1 || rows.Any(row => ComputedAt(row) != ComputedAt(head)))
        {
            return null;
        }

        var sections = rows.ToLookup(row => row.GetString("Section"), StringComparer.Ordinal);
        return new(
            period,
            head.GetString("TimeZone"),
            IsClosed(head),
            ComputedAt(head),
            ReportRow.InOrder(sections["campaign"].Select(ReadCampaign)),
            ClaimRow.InOrder(sections["claims"].Select(ReadClaims)),
            new(
                Long(head, "LedgerRedemptions"),
                [.. sections["control"].Select(row => new ControlRow(row.GetString("Currency"), Long(row, "LedgerDiscount"), Long(row, "ReportedDiscount")))],
                head.GetInt32("Difference") ?? 0,
                head.GetDateTimeOffset("CountedAt")))
        {
            Codes = CodesRow.InOrder(sections["codes"].Select(ReadCodes)),
            Campaigns = CampaignTotalRow.InOrder(sections["campaign-total"].Select(ReadCampaignTotal)),
            Recovery = RecoveryRow.InOrder(sections["recovery"].Select(ReadRecovery)),
            RecoveryDetail = RecoveryDetailRow.InOrder(sections["recovery-detail"].Select(ReadRecoveryDetail)),
            Liability = LiabilityRow.InOrder(sections["liability"].Select(ReadLiability)),
            Summary = [.. sections["summary"].Select(ReadSummary)],
        };
    }

    public static ReportListing? ReadIndex(TableEntity row) =>
        Vocabulary<ReportKind>.Words.TryFind(row.GetString("Kind") ?? "", out var kind)
        && ReportPeriod.TryParse(kind, row.GetString("Period") ?? "", out var period, out _)
            ? new(period, IsClosed(row), ComputedAt(row), row.GetInt32("Difference") ?? 0)
            : null;

    private static TableEntity Row(Report report, string key, string section) => new(Partition(report.Period), key)
    {
        ["Section"] = section,
        ["Kind"] = Vocabulary<ReportKind>.Words[report.Period.Kind],
        ["Period"] = report.Period.Name,
        ["ComputedAt"] = report.ComputedAt,
    };

    private static TableEntity Campaign(Report report, ReportRow figures)
    {
        var row = Row(report, $"campaign|{figures.CampaignId}|{figures.Currency}|{Escape(figures.Channel)}", "campaign");
        row["CampaignId"] = figures.CampaignId;
        row["Name"] = figures.Name;
        row["Goal"] = figures.Goal;
        row["Currency"] = figures.Currency;
        row["Channel"] = figures.Channel;
        row["Redemptions"] = figures.Redemptions;
        row["Retroactive"] = figures.Retroactive;
        row["Discount"] = figures.Discount;
        row["OrderValue"] = figures.OrderValue;
        row["Customers"] = figures.Customers;
        row["Refunds"] = figures.Refunds;
        row["RefundedDiscount"] = figures.RefundedDiscount;
        row["HoldsExpired"] = figures.HoldsExpired;
        row["Adjustments"] = figures.Adjustments;
        return row;
    }

    private static ReportRow ReadCampaign(TableEntity row) => new(
        row.GetString("CampaignId"),
        row.GetString("Name"),
        row.GetString("Goal"),
        row.GetString("Currency"),
        row.GetString("Channel"),
        Long(row, "Redemptions"),
        Long(row, "Retroactive"),
        Long(row, "Discount"),
        Long(row, "OrderValue"),
        Long(row, "Customers"),
        Long(row, "Refunds"),
        Long(row, "RefundedDiscount"),
        Long(row, "HoldsExpired"),
        Long(row, "Adjustments"));

    private static TableEntity Claims(Report report, ClaimRow figures)
    {
        var row = Row(report, $"claims|{figures.Kind}|{figures.Currency}", "claims");
        row["ClaimKind"] = figures.Kind;
        row["Currency"] = figures.Currency;
        row["Received"] = figures.Received;
        row["Approved"] = figures.Approved;
        row["Denied"] = figures.Denied;
        row["Escalated"] = figures.Escalated;
        row["Amount"] = figures.Amount;
        row["Overridden"] = figures.Overridden;
        if (figures.MedianMinutesToDecision is { } minutes)
        {
            row["MedianMinutesToDecision"] = (double)minutes;
        }

        return row;
    }

    private static ClaimRow ReadClaims(TableEntity row) => new(
        row.GetString("ClaimKind"),
        row.GetString("Currency"),
        Long(row, "Received"),
        Long(row, "Approved"),
        Long(row, "Denied"),
        Long(row, "Escalated"),
        Long(row, "Amount"),
        Long(row, "Overridden"),
        (decimal?)row.GetDouble("MedianMinutesToDecision"));

    private static TableEntity Control(Report report, ControlRow figures)
    {
        var row = Row(report, "control|" + figures.Currency, "control");
        row["Currency"] = figures.Currency;
        row["LedgerDiscount"] = figures.LedgerDiscount;
        row["ReportedDiscount"] = figures.ReportedDiscount;
        return row;
    }

    private static long Long(TableEntity row, string column) => row.GetInt64(column) ?? 0;

    /// <summary>A channel is free text, and a key takes neither slashes nor <c>#</c>, <c>?</c>, <c>%</c> nor control characters.</summary>
    private static string Escape(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '/' or '\\' or '#' or '?' or '%' or '|' or '~' || char.IsControl(c))
            {
                key.Append(CultureInfo.InvariantCulture, $"~{(int)c:X4}");
            }
            else
            {
                key.Append(c);
            }
        }

        return key.ToString();
    }
}
