using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>One fact that a policy may ask for.</summary>
/// <param name="Name">As policies write it.</param>
/// <param name="Type">What its values are.</param>
/// <param name="CanBeUnknown">Whether a claim may lack it.</param>
/// <param name="Read">Takes it from what was gathered.</param>
/// <param name="Sentence">What an agent can read out about it; never a threshold, a code or a name. Null when there is nothing to say.</param>
public sealed record PolicyFact(
    string Name,
    FactType Type,
    bool CanBeUnknown,
    Func<ClaimFacts, FactValue> Read,
    Func<ClaimFacts, string?> Sentence)
{
    /// <summary>Facts are equal by name.</summary>
    public bool Equals(PolicyFact? other) => Name == other?.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
