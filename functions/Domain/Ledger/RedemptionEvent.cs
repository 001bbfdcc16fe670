namespace PromoFunctions.Domain.Ledger;

/// <summary>What happened to one use of a campaign. Names no customer.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="RedemptionId">The redemption that it happened to.</param>
/// <param name="OrderId">The shop's order id; null for what was booked before events named it.</param>
/// <param name="Code">The code, normalized; null for a refund, which is of all codes of a redemption in its campaign.</param>
/// <param name="Channel">The sales channel.</param>
/// <param name="Currency">ISO 4217 code of every amount.</param>
/// <param name="Discount">Minor units: taken or set aside, of an end that gives back what was set aside, of a refund what came back.</param>
/// <param name="OrderValue">Goods before discount and without shipping, in minor units; 0 for a refund and for a second code of the same order and campaign, so that an order counts once.</param>
/// <param name="TermsVersion">The version of the terms that gave the discount.</param>
/// <param name="HeldUntil">Of a hold and of its end, the deadline; null otherwise.</param>
/// <param name="At">When it was booked.</param>
public sealed record RedemptionEvent(
    RedemptionEventKind Kind,
    string RedemptionId,
    string? OrderId,
    string? Code,
    string Channel,
    string Currency,
    long Discount,
    long OrderValue,
    int TermsVersion,
    DateTimeOffset? HeldUntil,
    DateTimeOffset At);

/// <summary>What can happen to a use.</summary>
public enum RedemptionEventKind
{
    /// <summary>Set aside until a deadline.</summary>
    Held,

    /// <summary>Redeemed at once, or a hold that was confirmed.</summary>
    Redeemed,

    /// <summary>Redeemed for a past order by a claim.</summary>
    Retroactive,

    /// <summary>A hold that was given back.</summary>
    Released,

    /// <summary>A hold that its deadline ended.</summary>
    Expired,

    /// <summary>A part of the discount came back with a refund.</summary>
    Refunded,
}
