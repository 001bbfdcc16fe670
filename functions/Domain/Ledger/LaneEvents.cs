using System.Collections.Immutable;

namespace PromoFunctions.Domain.Ledger;

/// <summary>Everything that one transaction of the ledger booked in a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Lane">Which of the campaign's lanes, from 0.</param>
/// <param name="Sequence">From 1 in each lane, without gaps.</param>
/// <param name="At">When the transaction was made.</param>
/// <param name="Events">In the order in which they were booked; from 1 to 200.</param>
public sealed record LaneEvents(string CampaignId, int Lane, long Sequence, DateTimeOffset At, ImmutableArray<RedemptionEvent> Events);
