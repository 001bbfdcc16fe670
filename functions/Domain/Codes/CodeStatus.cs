namespace PromoFunctions.Domain.Codes;

/// <summary>Where a code stands, apart from its campaign.</summary>
public enum CodeStatus
{
    /// <summary>Works.</summary>
    Active,

    /// <summary>Set aside for now.</summary>
    Paused,

    /// <summary>Taken out of use for good.</summary>
    Voided,
}
