using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>A code that was sent, with everything that is known about it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Campaign">Its campaign; null when there is no such code.</param>
public sealed record Candidate(PromoCode Code, Campaign? Campaign)
{
    /// <summary>Where the code itself stands; active unless said otherwise.</summary>
    public CodeStatus Status { get; init; } = CodeStatus.Active;

    /// <summary>Of a public code, where it stood when, the oldest first; empty when it was always as <see cref="Status"/> says, or that is not known.</summary>
    public IReadOnlyList<CodeStatusChange> Statuses { get; init; } = [];

    /// <summary>The customer that it was issued to; null when anybody may use it.</summary>
    public CustomerKey? BoundTo { get; init; }

    /// <summary>The first instant at which this code no longer works, where that is earlier than its campaign's end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a code that works once was used, or is held.</summary>
    public bool Used { get; init; }

    /// <summary>The redemption that took a code that works once; null when none did, or where that is not looked at.</summary>
    public Redemption? UsedBy { get; init; }

    /// <summary>What a redemption needs to take a code that works once; null for a public one.</summary>
    public CodeStamp? Stamp { get; init; }

    /// <summary>What reports tell its use by; null for a public one.</summary>
    public CodeOrigin? Origin { get; init; }

    /// <summary>Whether it is known to be a code of its own that works once, as unique and personal ones do.</summary>
    public bool WorksOnce => Stamp is not null || BoundTo is not null || Used;

    /// <summary>What the campaign's limits still admit; null when that is not looked at here.</summary>
    public LimitsLeft? Limits { get; init; }

    /// <summary>For an unknown code: the announced public code that was probably meant.</summary>
    public PromoCode? DidYouMean { get; init; }

    /// <summary>The same as it stood at an instant, as far as that is kept: a public code that was paused since worked then.</summary>
    public Candidate StandingAt(DateTimeOffset at) => this with { Status = CodeStatusChange.At(Statuses, Status, at) };
}
