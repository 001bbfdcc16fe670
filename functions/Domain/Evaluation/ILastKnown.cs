using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>What this process knows without storage, however old, for answers that do not bind while storage does not answer.</summary>
public interface ILastKnown
{
    /// <summary>Whether storage has just failed to answer, so that asking it would only cost the caller's time. Asking here looks again beside the answer.</summary>
    bool StorageIsSilent { get; }

    /// <summary>The campaigns and public codes; null before the first reading.</summary>
    LastKnown<CatalogView>? Catalog { get; }

    /// <summary>Until when the first of these that is known to be blocked remains so; null when none is.</summary>
    DateTimeOffset? BlockedUntil(IReadOnlyList<GuessSubject> subjects);

    /// <summary>What is left of a campaign's limits; null when this process has never read them. Where only the customer's own uses were never read, all of them count as left, and the answer says so.</summary>
    LastKnownLimits? LimitsOf(Campaign campaign, string? customerKey);
}

/// <summary>Something that was read.</summary>
/// <param name="Value">What it was.</param>
/// <param name="AsOf">When the reading began.</param>
public sealed record LastKnown<T>(T Value, DateTimeOffset AsOf);

/// <summary>Limits that were read.</summary>
/// <param name="Left">What was left.</param>
/// <param name="AsOf">When the oldest of the readings began; null for a campaign without limits.</param>
/// <param name="CustomerUnknown">Whether the customer's own uses count but were never read.</param>
public sealed record LastKnownLimits(LimitsLeft Left, DateTimeOffset? AsOf, bool CustomerUnknown);
