using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A period's figures in one currency, over all campaigns and channels.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Redemptions">Codes redeemed: an order with codes of two campaigns counts twice, as in the rows.</param>
/// <param name="Discount">Minor units.</param>
/// <param name="OrderValue">Minor units; likewise.</param>
internal sealed record ReportTotal(string Currency, long Redemptions, long Discount, long OrderValue)
{
    /// <summary>One for each currency that has a row, in ordinal order.</summary>
    public static IReadOnlyList<ReportTotal> Of(Report report) =>
    [
        .. report.Rows.GroupBy(row => row.Currency, StringComparer.Ordinal)
            .OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new ReportTotal(rows.Key, rows.Sum(row => row.Redemptions), rows.Sum(row => row.Discount), rows.Sum(row => row.OrderValue))),
    ];
}
