namespace PromoFunctions.Domain.Ledger;

/// <summary>A redemption as the ledger has it.</summary>
/// <param name="RedemptionId">Derived from the order id and the attempt, so a repeat finds it.</param>
/// <param name="OrderId">The shop's order id.</param>
/// <param name="ContentHash">Of the request that made it.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="HeldUntil">The deadline of a hold; null otherwise.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Discount">In minor units, shipping discount included.</param>
/// <param name="AppliedJson">The <c>applied</c> array, as first answered.</param>
/// <param name="RedeemedAt">When the limits were taken.</param>
/// <param name="Retroactive">Made by a claim, after the order.</param>
public sealed record Redemption(
    string RedemptionId,
    string OrderId,
    string ContentHash,
    RedemptionState State,
    DateTimeOffset? HeldUntil,
    string Currency,
    long Discount,
    string AppliedJson,
    DateTimeOffset RedeemedAt,
    bool Retroactive);

/// <summary>Where a redemption stands.</summary>
public enum RedemptionState
{
    /// <summary>Uses and budget are taken for good.</summary>
    Redeemed,

    /// <summary>Uses and budget are set aside until a deadline.</summary>
    Held,

    /// <summary>Given back.</summary>
    Released,
}
