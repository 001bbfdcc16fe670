namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>Puts new policies into force. What was in force is never rewritten.</summary>
public interface IPolicyRegister
{
    /// <summary>Puts a policy into force as the version after the current one: each call makes one version, however many come at once.</summary>
    /// <param name="policy">What it says.</param>
    /// <param name="expected">The version that must be in force still; null for any.</param>
    /// <param name="now">When it comes into force.</param>
    /// <param name="cancellationToken">Gives up waiting; the version may have been made.</param>
    Task<PolicySaving> SaveAsync(Policy policy, int? expected, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What became of a new policy. Exactly one of the nested kinds.</summary>
public abstract record PolicySaving
{
    private PolicySaving()
    {
    }

    /// <summary>It is in force.</summary>
    public sealed record Saved(PolicyVersion Version) : PolicySaving;

    /// <summary>Another version is in force than was expected.</summary>
    public sealed record Stale(int Current) : PolicySaving;
}
