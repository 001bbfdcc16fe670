using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>The campaigns and the public codes, in memory and at most 5 seconds behind storage.</summary>
public interface ICampaignCatalog
{
    /// <summary>What is in memory; read anew first when it is older than 5 seconds.</summary>
    ValueTask<CatalogView> ViewAsync(CancellationToken cancellationToken);

    /// <summary>Asks storage for changes now: what was answered before this call is in the view that it gives.</summary>
    Task<CatalogView> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Saves a campaign, new or changed. Redemptions obey it when this returns.</summary>
    /// <param name="id">The campaign.</param>
    /// <param name="definition">What it is to say.</param>
    /// <param name="ifMatch">The revision that the caller read; null when it does not care, 0 when it read that there is none.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still be made.</param>
    Task<SaveCampaignOutcome> SaveAsync(CampaignId id, CampaignDefinition definition, int? ifMatch, CancellationToken cancellationToken);

    /// <summary>Adds a public code to a campaign.</summary>
    Task<AddCodeOutcome> AddPublicCodeAsync(CampaignId id, PromoCode code, CancellationToken cancellationToken);

    /// <summary>Sets where a public code stands. Redemptions obey it when this returns; the campaign's revision counts it.</summary>
    Task<SetCodeStatusOutcome> SetCodeStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken);
}

/// <summary>The campaigns and public codes at one instant. Immutable.</summary>
/// <param name="Campaigns">By id.</param>
/// <param name="Codes">The public codes.</param>
public sealed record CatalogView(IReadOnlyDictionary<CampaignId, Campaign> Campaigns, IReadOnlyDictionary<PromoCode, PublicCode> Codes)
{
    /// <summary>The campaign of a public code, or null.</summary>
    public Campaign? CampaignOf(PromoCode code) =>
        Codes.TryGetValue(code, out var known) && Campaigns.TryGetValue(known.CampaignId, out var campaign) ? campaign : null;

    /// <summary>The public codes that may be suggested, worked out when first asked for: thousands are gone through for one answer.</summary>
    public AnnouncedCodes Announced => field is { } known && known.IsOf(this) ? known : field = AnnouncedCodes.Of(this);
}

/// <summary>A code that anybody may use.</summary>
/// <param name="Code">The code.</param>
/// <param name="CampaignId">What it belongs to.</param>
/// <param name="Status">Where it stands, apart from its campaign.</param>
public sealed record PublicCode(PromoCode Code, CampaignId CampaignId, CodeStatus Status)
{
    /// <summary>When it was added; null of before that was kept.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>Where it stood when, the oldest first; empty when it was always as now, or earlier changes were not kept.</summary>
    public IReadOnlyList<CodeStatusChange> Statuses { get; init; } = [];
}

/// <summary>What became of a campaign to be saved.</summary>
public abstract record SaveCampaignOutcome
{
    private SaveCampaignOutcome()
    {
    }

    /// <summary>Saved.</summary>
    /// <param name="Campaign">As it now is.</param>
    /// <param name="Created">Whether it is new.</param>
    public sealed record Saved(Campaign Campaign, bool Created) : SaveCampaignOutcome;

    /// <summary>It changed since the caller read it.</summary>
    /// <param name="Revision">Its revision now; 0 when there is none.</param>
    public sealed record Stale(int Revision) : SaveCampaignOutcome;

    /// <summary>The limit <c>total</c> would fall below the uses taken.</summary>
    public sealed record TotalBelowTaken(long Taken) : SaveCampaignOutcome;

    /// <summary>The limit <c>budget</c> would fall below the minor units taken.</summary>
    public sealed record BudgetBelowTaken(long Taken) : SaveCampaignOutcome;

    /// <summary>The currency of a campaign that is no draft stays what it is: its limits and figures are counted in it.</summary>
    public sealed record CurrencyFixed(string Currency) : SaveCampaignOutcome;
}

/// <summary>What became of a code to be added.</summary>
public enum AddCodeOutcome
{
    /// <summary>It works from now on.</summary>
    Added,

    /// <summary>The code exists, here or in another campaign.</summary>
    Exists,

    /// <summary>There is no such campaign.</summary>
    NoCampaign,
}
