namespace PromoFunctions.Domain.Reports;

/// <summary>A campaign in one currency over all channels: its goal beside what it brought in the period.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Name">What it was called when the report was computed.</param>
/// <param name="Goal">What it is for, as the API says it; null when the catalogue does not know the campaign.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Redemptions">As in <see cref="ReportRow"/>, as are the next three.</param>
/// <param name="Discount">Gross, shipping included; minor units.</param>
/// <param name="OrderValue">Goods before discount and without shipping; minor units.</param>
/// <param name="RefundedDiscount">The discount that came back with refunds; minor units.</param>
/// <param name="Issued">Codes of all its batches by the period's end, public ones left out.</param>
/// <param name="Redeemed">Their uses that stood then.</param>
public sealed record CampaignTotalRow(
    string CampaignId,
    string Name,
    string? Goal,
    string Currency,
    long Redemptions,
    long Discount,
    long OrderValue,
    long RefundedDiscount,
    long Issued,
    long Redeemed)
{
    /// <summary>Redeemed of issued, rounded to 6 decimals; null when none is issued.</summary>
    public decimal? RedemptionRate => Rate.Of(Redeemed, Issued);

    /// <summary>By campaign and currency, each by ordinal.</summary>
    public static IReadOnlyList<CampaignTotalRow> InOrder(IEnumerable<CampaignTotalRow> rows) =>
        [.. rows.OrderBy(row => row.CampaignId, StringComparer.Ordinal).ThenBy(row => row.Currency, StringComparer.Ordinal)];
}
