namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>Finds the desk's policies.</summary>
public interface IPolicyStore
{
    /// <summary>The version in force.</summary>
    Task<PolicyVersion> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>Every version, the newest first.</summary>
    Task<IReadOnlyList<PolicyVersion>> AllAsync(CancellationToken cancellationToken);
}
