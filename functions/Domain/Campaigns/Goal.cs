namespace PromoFunctions.Domain.Campaigns;

/// <summary>What a campaign is meant to bring about; reports show it, and nothing depends on it.</summary>
public enum Goal
{
    /// <summary>Customers who have not bought before.</summary>
    Acquisition,

    /// <summary>Customers who come again.</summary>
    Retention,

    /// <summary>Customers whom something went wrong for.</summary>
    Recovery,

    /// <summary>Kindness.</summary>
    Goodwill,

    /// <summary>Room in the warehouse.</summary>
    ClearInventory,

    /// <summary>Attention for something new.</summary>
    ProductLaunch,

    /// <summary>Orders at quiet times.</summary>
    OffPeak,
}
