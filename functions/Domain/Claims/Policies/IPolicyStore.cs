namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>Finds the desk's policies.</summary>
public interface IPolicyStore
{
    /// <summary>The version in force, whoever stored it: the answer to a change is followed by no decision under the old one.</summary>
    Task<PolicyVersion> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>A version that is or was in force, or null.</summary>
    Task<PolicyVersion?> FindAsync(int version, CancellationToken cancellationToken);

    /// <summary>Every version there is, the newest first.</summary>
    Task<IReadOnlyList<PolicyStamp>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>Which versions there are, without what they say.</summary>
/// <param name="Version">From 1.</param>
/// <param name="From">When it came into force.</param>
public sealed record PolicyStamp(int Version, DateTimeOffset From);
