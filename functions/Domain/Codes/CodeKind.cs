namespace PromoFunctions.Domain.Codes;

/// <summary>Who may use a code, and how often.</summary>
public enum CodeKind
{
    /// <summary>Anybody, as often as the campaign's limits admit.</summary>
    Public,

    /// <summary>Anybody who has it, once.</summary>
    Unique,

    /// <summary>The customer that it was issued to, once.</summary>
    Personal,
}
