using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Guessing;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage;

/// <summary>What the catalogue, the ledger and the guess guard of this process have in memory. Never asks storage and waits for it.</summary>
public sealed class TableLastKnown(TableCampaignCatalog catalog, TableRedemptionLedger ledger, TableGuessLedger guesses) : ILastKnown
{
    /// <inheritdoc/>
    public bool StorageIsSilent => catalog.IsSilent;

    /// <inheritdoc/>
    public LastKnown<CatalogView>? Catalog => catalog.LastKnown;

    /// <inheritdoc/>
    public DateTimeOffset? BlockedUntil(IReadOnlyList<GuessSubject> subjects) => guesses.LastKnownBlock(subjects);

    /// <inheritdoc/>
    public LastKnownLimits? LimitsOf(Campaign campaign, string? customerKey) => ledger.LastKnownLimits(campaign, customerKey);
}
