using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>
/// All that a decision may use, gathered before it and kept with the claim, so that the decision can be re-run.
/// It names nobody and holds no code: it outlives the erasure of the person.
/// </summary>
/// <remarks>Null means that the fact is not known or does not exist; amounts are minor units of <see cref="Currency"/>.</remarks>
public sealed record ClaimFacts
{
    /// <summary>What the claim is about.</summary>
    public required ClaimKind Kind { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>When the claim came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether the claim names a code that the shop has, or had at any time.</summary>
    public bool CodeKnown { get; init; }

    /// <summary>The campaign of the code.</summary>
    public string? CampaignId { get; init; }

    /// <summary>The version of the terms that stood when the order was placed.</summary>
    public int? TermsVersion { get; init; }

    /// <summary>What those terms give on the order as placed, beside what was redeemed on it, with it or by claims; null when nothing.</summary>
    public long? Entitlement { get; init; }

    /// <summary>Why <see cref="Entitlement"/> is null: all reason codes.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>As <see cref="Entitlement"/>, with the code's end ignored.</summary>
    public long? WithoutExpiry { get; init; }

    /// <summary>How <see cref="WithoutExpiry"/> spreads over the order; null when that is.</summary>
    public FoundDiscount? Found { get; init; }

    /// <summary>What the customer asks for.</summary>
    public long? RequestedAmount { get; init; }

    /// <summary>The redemption of this code on this order, or the claim that was approved before; null when there is none.</summary>
    public Settlement? Settled { get; init; }

    /// <summary>Whether the order was given back in full, so that nothing is left to take a discount off.</summary>
    public bool OrderReturned { get; init; }

    /// <summary>Whether the limits of the campaign and of the customer admit it now; null without a campaign.</summary>
    public bool? LimitLeft { get; init; }

    /// <summary>When the order was placed.</summary>
    public DateTimeOffset? OrderPlacedAt { get; init; }

    /// <summary>The order's goods, or the goods of the cart that a discount is asked for.</summary>
    public long? CartSubtotal { get; init; }

    /// <summary>When the code ended by the terms that stood when the order was placed; null when it has no end.</summary>
    public DateTimeOffset? CodeEndsAt { get; init; }

    /// <summary>IANA id of the zone by whose clock instants are told: the campaign's; null is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Our own records of this customer sending this code within 48 hours before the order.</summary>
    public IReadOnlyList<RefusedAttempt> RefusedAttempts { get; init; } = [];

    /// <summary>The customer's claims in the 90 days before this one.</summary>
    public int PriorClaims90 { get; init; }

    /// <summary>The customer's claims in the 365 days before this one.</summary>
    public int PriorClaims365 { get; init; }

    /// <summary>Orders before this one, as the shop says.</summary>
    public int? OrdersPlaced { get; init; }

    /// <summary>The customer's tags, as the shop says.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The key of a personal code of this customer that is unused, not voided and not expired; never the code, which bears a name.</summary>
    public string? BoundCode { get; init; }

    /// <summary>When the customer last got a goodwill or recovery code within the 90 days before this claim.</summary>
    public DateTimeOffset? GoodwillGivenAt { get; init; }

    /// <summary>Whether the shop has paused, ended or changed the campaign that the desk gives codes in; known once a code was to be given.</summary>
    public bool GoodwillStopped { get; init; }

    /// <summary>
    /// What the claim is worth: the entitlement, else what the code would have given without its end (for an expired code,
    /// or when its end is the only refusal), else what was asked for, else 0.
    /// </summary>
    public long Amount => Entitlement
        ?? (Kind == ClaimKind.ExpiredCode || ExpiryIsTheOnlyRefusal ? WithoutExpiry : null)
        ?? RequestedAmount
        ?? 0;

    /// <summary>From the code's end to the order, exactly; null when the order was not later.</summary>
    public decimal? HoursPastExpiry =>
        OrderPlacedAt is { } placed && CodeEndsAt is { } end && placed >= end ? In(placed - end, TimeSpan.TicksPerHour) : null;

    /// <summary>From the order to the claim, exactly; 0 when the shop's clock runs ahead.</summary>
    public decimal? OrderAgeDays =>
        OrderPlacedAt is { } placed ? In(TimeSpan.FromTicks(Math.Max(0, (ReceivedAt - placed).Ticks)), TimeSpan.TicksPerDay) : null;

    internal TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private bool ExpiryIsTheOnlyRefusal => Refusals is [RefusalCodes.Expired];

    // A tick is 10^-12 of a day and more; 28 digits keep it, so a boundary is met exactly.
    private static decimal In(TimeSpan elapsed, long ticksPerUnit) => elapsed.Ticks / (decimal)ticksPerUnit;
}

/// <summary>What was given before for the same code on the same order.</summary>
/// <param name="At">When.</param>
/// <param name="Retroactive">By a claim, not with the order.</param>
public sealed record Settlement(DateTimeOffset At, bool Retroactive);

/// <summary>One record of a code that did not work.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Reasons">What we answered: reason codes; empty when we failed to answer.</param>
/// <param name="Wrong">Failed by our fault, or refused although the terms and limits of that moment would have accepted it.</param>
public sealed record RefusedAttempt(DateTimeOffset At, IReadOnlyList<string> Reasons, bool Wrong);

/// <summary>How a discount spreads over an order.</summary>
/// <param name="ShippingDiscount">What of it comes off shipping.</param>
/// <param name="Lines">The lines that get a discount.</param>
/// <param name="Summary">What the code gives, in a few English words.</param>
public sealed record FoundDiscount(long ShippingDiscount, IReadOnlyList<AppliedLine> Lines, string Summary);
