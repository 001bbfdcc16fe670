namespace PromoFunctions.Domain.Reports;

/// <summary>The personal codes that the claims desk gave for one reason in one currency, as they stood at the period's end.</summary>
/// <param name="Reason">The kind of claim that they were given for, as the API says it.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Figures">The figures.</param>
public sealed record RecoveryRow(string Reason, string Currency, RecoveryFigures Figures)
{
    /// <summary>By reason as the kinds of claims have them, then by currency.</summary>
    public static IReadOnlyList<RecoveryRow> InOrder(IEnumerable<RecoveryRow> rows) =>
        [.. rows.OrderBy(row => ClaimRow.OrderOf(row.Reason)).ThenBy(row => row.Currency, StringComparer.Ordinal)];
}

/// <summary>The same codes by who sent the claim and by campaign.</summary>
/// <param name="Reason">The kind of claim.</param>
/// <param name="Agent">Who sent the claim.</param>
/// <param name="CampaignId">The campaign of the codes.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Figures">The figures.</param>
public sealed record RecoveryDetailRow(string Reason, string Agent, string CampaignId, string Currency, RecoveryFigures Figures)
{
    /// <summary>By reason as the kinds of claims have them, then by agent, campaign and currency, each by ordinal.</summary>
    public static IReadOnlyList<RecoveryDetailRow> InOrder(IEnumerable<RecoveryDetailRow> rows) => [
        .. rows.OrderBy(row => ClaimRow.OrderOf(row.Reason))
            .ThenBy(row => row.Agent, StringComparer.Ordinal)
            .ThenBy(row => row.CampaignId, StringComparer.Ordinal)
            .ThenBy(row => row.Currency, StringComparer.Ordinal),
    ];
}

/// <summary>What became of codes by the period's end.</summary>
/// <param name="Issued">Given by then.</param>
/// <param name="Redeemed">Of these, used by an order that stood then: one refunded in full counts no longer, since its code works again.</param>
/// <param name="MedianDaysToReturn">From the gift to the order, in elapsed days rounded down; over the redeemed ones, null when there is none.</param>
/// <param name="Revenue">Goods of these orders before discount and without shipping, in minor units.</param>
/// <param name="Expired">Ran out unused.</param>
/// <param name="Outstanding">Neither redeemed, nor expired, nor withdrawn.</param>
/// <param name="IssuedInPeriod">Of <paramref name="Issued"/>, those of the period.</param>
/// <param name="RedeemedInPeriod">Orders of the period, less those that full refunds undid in it.</param>
/// <param name="RevenueInPeriod">Their goods, likewise.</param>
public sealed record RecoveryFigures(
    long Issued,
    long Redeemed,
    decimal? MedianDaysToReturn,
    long Revenue,
    long Expired,
    long Outstanding,
    long IssuedInPeriod,
    long RedeemedInPeriod,
    long RevenueInPeriod)
{
    /// <summary>Taken back unused by then: voided, or erased with their person. They are neither outstanding nor expired.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Redeemed of issued, rounded to 6 decimals; null when none is issued.</summary>
    public decimal? ReturnRate => Rate.Of(Redeemed, Issued);
}
