using System.Collections.Immutable;

namespace PromoFunctions.Domain.Ledger;

/// <summary>A page of a customer's history.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where the next page goes on; null when there is none.</param>
public sealed record HistoryPage(ImmutableArray<HistoryItem> Items, HistoryPlace? Next)
{
    /// <summary>The most items of a page.</summary>
    public const int MaxLimit = 1_000;
}

/// <summary>Something that happened to a customer's redemption.</summary>
/// <param name="CampaignId">The campaign whose use it is.</param>
/// <param name="Event">What happened.</param>
public sealed record HistoryItem(string CampaignId, RedemptionEvent Event);
