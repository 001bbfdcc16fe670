namespace PromoFunctions.Domain.Claims.Backtesting;

/// <summary>Reads through past claims, however many there are, in memory that does not grow.</summary>
public interface IClaimArchive
{
    /// <summary>The claims received in a range, the newest first, without their replies.</summary>
    /// <param name="from">Received at this instant or later.</param>
    /// <param name="to">Received before this instant.</param>
    /// <param name="after">Only what comes after this place; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<ArchivedClaim> ReadAsync(DateTimeOffset from, DateTimeOffset to, ClaimPlace? after, CancellationToken cancellationToken);
}

/// <summary>A past claim.</summary>
/// <param name="Place">Which one.</param>
/// <param name="State">Where it stands, without the reply.</param>
public sealed record ArchivedClaim(ClaimPlace Place, ClaimState State);
