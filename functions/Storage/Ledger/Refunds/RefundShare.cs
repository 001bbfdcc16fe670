using System.Text.Json.Serialization;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What a refund brings back of one redemption's discount of one campaign.</summary>
/// <param name="Partition">The lane that booked the redemption.</param>
/// <param name="RedemptionId">The redemption.</param>
/// <param name="Customer">Whose uses were counted; null for an anonymous order.</param>
/// <param name="Channel">The sales channel.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="TermsVersion">The terms that gave the discount.</param>
/// <param name="OrderDay">The business day on which reports have the discount, for the report's adjustments.</param>
/// <param name="First">Whether it counts as a refund of its campaign and channel: one of an order's shares does.</param>
/// <param name="Discount">Minor units that come back with this refund.</param>
/// <param name="Uses">Uses given back: 0 until nothing of the order is left.</param>
/// <param name="Budget">Minor units of the budget given back: all that the redemption took, or 0.</param>
internal sealed record RefundShare(
    string Partition,
    string RedemptionId,
    string? Customer,
    string Channel,
    string Currency,
    int TermsVersion,
    string OrderDay,
    bool First,
    long Discount,
    int Uses,
    long Budget)
{
    /// <summary>The shop's order id; null in refunds of before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }

    /// <summary>Of the uses given back, those of unique and personal codes; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UseOrigin>? Returned { get; init; }

    /// <summary>The lane that booked the redemption.</summary>
    [JsonIgnore]
    public LaneKey Lane => LaneKey.Parse(Partition);
}
