using System.Collections.Immutable;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Ledger;

/// <summary>What a request wants to take: the facts are decided, only the limits are still to be asked.</summary>
/// <param name="OrderId">The shop's order id: the idempotency key. 1 to 128 characters.</param>
/// <param name="ContentHash">Hash of everything that makes two requests the same (API.md, "Its content is …").</param>
/// <param name="CustomerKey">The keyed hash of the customer as limits see it; null for an anonymous order.</param>
/// <param name="Currency">ISO 4217 code of every amount.</param>
/// <param name="Channel">The sales channel, for reports.</param>
/// <param name="OrderValue">Goods before discount and without shipping, in minor units.</param>
/// <param name="Discount">The discount of all parts together, shipping discount included, in minor units.</param>
/// <param name="AppliedJson">The <c>applied</c> array of the answer, kept as it was first given.</param>
/// <param name="Parts">One for each code; not empty.</param>
public sealed record RedemptionIntent(
    string OrderId,
    string ContentHash,
    string? CustomerKey,
    string Currency,
    string Channel,
    long OrderValue,
    long Discount,
    string AppliedJson,
    ImmutableArray<RedemptionPart> Parts)
{
    /// <summary>For how long the uses are set aside instead of redeemed; null redeems at once.</summary>
    public TimeSpan? HoldFor { get; init; }

    /// <summary>What was bought, in the cart's order: what a refund is counted from.</summary>
    public ImmutableArray<BoughtLine> Lines { get; init; } = [];

    /// <summary>Shipping before discount, in minor units.</summary>
    public long Shipping { get; init; }
}

/// <summary>A line of an order, as it was bought.</summary>
/// <param name="Id">Its id in the cart.</param>
/// <param name="Quantity">Units, at least 1.</param>
/// <param name="UnitPrice">Before discount, in minor units.</param>
public sealed record BoughtLine(string Id, int Quantity, long UnitPrice);

/// <summary>One code of an intent: one use of its campaign.</summary>
/// <param name="Code">The code, normalized.</param>
/// <param name="CampaignId">The campaign whose limits admit it.</param>
/// <param name="Revision">The campaign's revision by which the facts were decided; an older one than the ledger's is sent back to decide again.</param>
/// <param name="TermsVersion">The version of the terms that gave the discount.</param>
/// <param name="Discount">What it takes of the budget: item, order and shipping discount in minor units, at least 0.</param>
/// <param name="Stamp">For a code that works once: the state in which it was read, so that it is taken only as it was decided on. Null for a public one.</param>
public sealed record RedemptionPart(string Code, string CampaignId, int Revision, int TermsVersion, long Discount, CodeStamp? Stamp = null)
{
    /// <summary>Over how many lanes the campaign's counters are split, see <see cref="Campaigns.Campaign.Lanes"/>.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>What it took off which lines.</summary>
    public ImmutableArray<AppliedLine> Lines { get; init; } = [];

    /// <summary>Of <see cref="Discount"/>, what it took off shipping.</summary>
    public long ShippingDiscount { get; init; }

    /// <summary>What reports tell the use by; null for a public code.</summary>
    public CodeOrigin? Origin { get; init; }
}
