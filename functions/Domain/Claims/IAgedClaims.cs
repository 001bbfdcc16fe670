namespace PromoFunctions.Domain.Claims;

/// <summary>Claims that came in so long ago that nobody needs to know any more whose they were.</summary>
public interface IAgedClaims
{
    /// <summary>How long a claim's person is known after the claim came in: two years.</summary>
    static readonly TimeSpan Known = TimeSpan.FromDays(730);

    /// <summary>
    /// Forgets the persons of the claims that came in before the day (UTC) of <see cref="Known"/> ago, as an erasure does: figures, decisions
    /// and audits stay. Goes on where it ended before, and reads nothing but a mark when nothing is due; safe beside itself.
    /// </summary>
    /// <returns>How many claims it looked at.</returns>
    Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
