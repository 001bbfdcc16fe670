namespace PromoFunctions.Domain.Asking;

/// <summary>What a question about a code can be about.</summary>
public enum Topic
{
    /// <summary>Where it works: channels and regions.</summary>
    Channel,

    /// <summary>When it works: its period, days and hours.</summary>
    Expiry,

    /// <summary>For how much one must buy.</summary>
    Minimum,

    /// <summary>How many one must buy.</summary>
    Quantity,

    /// <summary>What it applies to.</summary>
    Products,

    /// <summary>Who may use it.</summary>
    Customer,

    /// <summary>Which other codes it may be used with.</summary>
    Combining,

    /// <summary>How often it may be used.</summary>
    Usage,

    /// <summary>What it gives.</summary>
    Value,

    /// <summary>Why it does not work.</summary>
    WhyNot,
}
