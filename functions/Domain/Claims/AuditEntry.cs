namespace PromoFunctions.Domain.Claims;

/// <summary>One line of what happened to a claim: written once, never changed. Only <see cref="Words"/> may hold personal data.</summary>
/// <param name="At">When.</param>
/// <param name="Actor"><c>policy</c>, <c>desk</c>, <c>agent:</c> and who.</param>
/// <param name="Event">Kebab-case.</param>
/// <param name="Detail">A sentence.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Event, string Detail)
{
    /// <summary>The most characters of a detail; a longer one is cut.</summary>
    public const int MaxDetailLength = 2_000;

    /// <summary>The desk itself, as against the policy and people.</summary>
    public const string Desk = "desk";

    /// <summary>What a person wrote about it, shown behind the detail; kept in the person's rows, and gone with them. Null for nothing.</summary>
    public string? Words { get; init; }
}
