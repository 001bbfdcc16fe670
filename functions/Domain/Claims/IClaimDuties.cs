namespace PromoFunctions.Domain.Claims;

/// <summary>
/// What is to be done about claims at an instant though nobody asks. A duty is noted before the state that it comes from, so a
/// crash loses none; it may be there without need, so whoever attends to it looks at the claim.
/// </summary>
public interface IClaimDuties
{
    /// <summary>The duties that are due, the oldest first. Reads those and no others.</summary>
    IAsyncEnumerable<ClaimDuty> DueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Strikes a duty off. Repeating it does no harm.</summary>
    Task DoneAsync(ClaimDuty duty, CancellationToken cancellationToken);
}

/// <summary>Something to be done about a claim.</summary>
/// <param name="Kind">What.</param>
/// <param name="Claim">About which.</param>
/// <param name="Due">The minute from which on, in UTC.</param>
public sealed record ClaimDuty(ClaimDutyKind Kind, ClaimId Claim, DateTimeOffset Due);

/// <summary>What there is to do.</summary>
public enum ClaimDutyKind
{
    /// <summary>An escalated claim's deadline has passed.</summary>
    Deadline,

    /// <summary>A person's decision was begun, and whoever carried it out may have died.</summary>
    Conclude,

    /// <summary>A failed claim was queued again, and whoever was to send its message may have died.</summary>
    Resend,

    /// <summary>A message that could not be read has been kept for long enough.</summary>
    Forget,
}
