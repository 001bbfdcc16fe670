namespace PromoFunctions.Domain.Campaigns;

/// <summary>Where a campaign stands, apart from its period.</summary>
public enum CampaignStatus
{
    /// <summary>Not shown to anyone: its codes are unknown.</summary>
    Draft,

    /// <summary>Works within its period.</summary>
    Active,

    /// <summary>Set aside for now.</summary>
    Paused,

    /// <summary>Over, whatever its period says.</summary>
    Ended,
}
