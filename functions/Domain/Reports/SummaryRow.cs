namespace PromoFunctions.Domain.Reports;

/// <summary>A currency in the period. Amounts are minor units.</summary>
/// <param name="Currency">ISO 4217 code; <c>XXX</c> where nobody knows a claim's.</param>
/// <param name="Discount">Given away by the campaigns, gross; what claims paid within the limits is among it.</param>
/// <param name="RefundedDiscount">Came back with refunds.</param>
/// <param name="Appeasement">What approved claims gave.</param>
/// <param name="Leakage">Of <paramref name="Appeasement"/>, what agents gave beyond the policy.</param>
public sealed record SummaryRow(string Currency, long Discount, long RefundedDiscount, long Appeasement, long Leakage);

/// <summary>What unredeemed codes of the claims desk may still cost, as of the period's end.</summary>
/// <param name="CampaignId">The campaign of the codes.</param>
/// <param name="Goal"><c>recovery</c> or <c>goodwill</c>, or what the campaign is for by now; null when the catalogue does not know it.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Outstanding">Codes neither redeemed, nor expired, nor withdrawn.</param>
/// <param name="AverageDiscount">What the redeemed ones of the campaign took on average, in minor units, rounded half up; null while there is none.</param>
/// <param name="Amount">Outstanding codes at that average, in minor units: what all of them would cost together. Null while there is no average.</param>
public sealed record LiabilityRow(string CampaignId, string? Goal, string Currency, long Outstanding, long? AverageDiscount, long? Amount)
{
    /// <summary>By campaign and currency, each by ordinal.</summary>
    public static IReadOnlyList<LiabilityRow> InOrder(IEnumerable<LiabilityRow> rows) =>
        [.. rows.OrderBy(row => row.CampaignId, StringComparer.Ordinal).ThenBy(row => row.Currency, StringComparer.Ordinal)];
}
