using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>A report of finance. Amounts are minor units; those of different currencies are never added.</summary>
/// <param name="Period">What it is about.</param>
/// <param name="TimeZone">IANA id of the zone of its days.</param>
/// <param name="Closed">Whether nothing more is booked in the period.</param>
/// <param name="ComputedAt">When its figures were read.</param>
/// <param name="Rows">By campaign, currency and channel, in ordinal order.</param>
/// <param name="Claims">By kind and currency, in the kinds' order.</param>
/// <param name="Control">What the figures were held against.</param>
public sealed record Report(
    ReportPeriod Period,
    string TimeZone,
    bool Closed,
    DateTimeOffset ComputedAt,
    IReadOnlyList<ReportRow> Rows,
    IReadOnlyList<ClaimRow> Claims,
    ReportControl Control)
{
    /// <summary>By campaign and batch, in ordinal order: where the codes stood at the period's end.</summary>
    public IReadOnlyList<CodesRow> Codes { get; init; } = [];

    /// <summary>By campaign and currency, in ordinal order: what each was for, beside what it brought.</summary>
    public IReadOnlyList<CampaignTotalRow> Campaigns { get; init; } = [];

    /// <summary>The codes that the claims desk gave, by reason in the kinds' order and by currency.</summary>
    public IReadOnlyList<RecoveryRow> Recovery { get; init; } = [];

    /// <summary>The same by reason, agent, campaign and currency; each sums up to its row of <see cref="Recovery"/>.</summary>
    public IReadOnlyList<RecoveryDetailRow> RecoveryDetail { get; init; } = [];

    /// <summary>What the desk's unredeemed codes may still cost, by campaign and currency.</summary>
    public IReadOnlyList<LiabilityRow> Liability { get; init; } = [];

    /// <summary>By currency: discounts beside what claims gave, and of that what was beyond the policy.</summary>
    public IReadOnlyList<SummaryRow> Summary { get; init; } = [];

    /// <summary>Whether it never changes again, but for adjustments by later claims.</summary>
    public bool Final => Closed && Control.CountedAt is not null;
}

/// <summary>A campaign in one currency and channel.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Name">What it was called when the report was computed.</param>
/// <param name="Goal">What it is for, as the API says it; null when the catalogue does not know the campaign.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Channel">The sales channel.</param>
/// <param name="Redemptions">Gross: refunds do not lower it.</param>
/// <param name="Retroactive">Of these, by claims.</param>
/// <param name="Discount">Gross, shipping included.</param>
/// <param name="OrderValue">Goods before discount and without shipping; an order with codes of two campaigns is in both rows.</param>
/// <param name="Customers">Exact for this row and period, and not to be added to others.</param>
/// <param name="Refunds">Refunds made in the period, of orders with a code of the campaign.</param>
/// <param name="RefundedDiscount">The discount that came back with them.</param>
/// <param name="HoldsExpired">Holds that were not confirmed in time.</param>
/// <param name="Adjustments">What other periods changed of the discount of this period's orders: retroactive discount booked there, less the discount that refunds made there brought back.</param>
public sealed record ReportRow(
    string CampaignId,
    string Name,
    string? Goal,
    string Currency,
    string Channel,
    long Redemptions,
    long Retroactive,
    long Discount,
    long OrderValue,
    long Customers,
    long Refunds,
    long RefundedDiscount,
    long HoldsExpired,
    long Adjustments)
{
    /// <summary>By campaign, currency and channel, each by ordinal.</summary>
    public static IReadOnlyList<ReportRow> InOrder(IEnumerable<ReportRow> rows) => [
        .. rows.OrderBy(row => row.CampaignId, StringComparer.Ordinal)
            .ThenBy(row => row.Currency, StringComparer.Ordinal)
            .ThenBy(row => row.Channel, StringComparer.Ordinal),
    ];
}

/// <summary>The claims of one kind and currency.</summary>
/// <param name="Kind">The kind, as the API says it.</param>
/// <param name="Currency">ISO 4217 code; <c>XXX</c> when nobody knows it.</param>
/// <param name="Received">Came in within the period.</param>
/// <param name="Approved">Decided for the customer within the period, whenever they came in; likewise the next two.</param>
/// <param name="Denied">Decided against the customer.</param>
/// <param name="Escalated">Passed to a person.</param>
/// <param name="Amount">What the approved ones give.</param>
/// <param name="Overridden">What agents gave beyond the policy.</param>
/// <param name="MedianMinutesToDecision">Over the claims decided within the period; null when there was none.</param>
public sealed record ClaimRow(
    string Kind,
    string Currency,
    long Received,
    long Approved,
    long Denied,
    long Escalated,
    long Amount,
    long Overridden,
    decimal? MedianMinutesToDecision)
{
    private static readonly string[] Kinds = [.. Enum.GetValues<ClaimKind>().Select(kind => Vocabulary<ClaimKind>.Words[kind])];

    /// <summary>Where <see cref="ClaimKind"/> has a kind.</summary>
    public static int OrderOf(string kind) => Array.IndexOf(Kinds, kind);

    /// <summary>By kind as <see cref="ClaimKind"/> has them, then by currency.</summary>
    public static IReadOnlyList<ClaimRow> InOrder(IEnumerable<ClaimRow> rows) =>
        [.. rows.OrderBy(row => OrderOf(row.Kind)).ThenBy(row => row.Currency, StringComparer.Ordinal)];
}

/// <summary>What the report was held against.</summary>
/// <param name="LedgerRedemptions">Of days that were counted: from the journal; of others: from the lanes' own counters.</param>
/// <param name="ByCurrency">The discounts, in ordinal order of the currency.</param>
/// <param name="Difference">How many figures of the roll-ups are not those of the ledger; 0 when the books are right.</param>
/// <param name="CountedAt">When the last day's journal was counted; null until all of the period's were.</param>
public sealed record ReportControl(long LedgerRedemptions, IReadOnlyList<ControlRow> ByCurrency, int Difference, DateTimeOffset? CountedAt);

/// <summary>The discount in one currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="LedgerDiscount">From the journal, or from the lanes' own counters while the day is not counted.</param>
/// <param name="ReportedDiscount">The sum of the report's rows.</param>
public sealed record ControlRow(string Currency, long LedgerDiscount, long ReportedDiscount);

/// <summary>A report in the list of reports.</summary>
/// <param name="Period">What it is about.</param>
/// <param name="Closed">Whether nothing more is booked in the period.</param>
/// <param name="ComputedAt">When it was last written.</param>
/// <param name="Difference">As in <see cref="ReportControl"/>.</param>
public sealed record ReportListing(ReportPeriod Period, bool Closed, DateTimeOffset ComputedAt, int Difference);
