namespace PromoFunctions.App.Claims;

/// <summary>The dead-letter queue of <c>claims</c>, looked at without taking anything out of it.</summary>
public interface IDeadClaims
{
    /// <summary>Every message in it.</summary>
    IAsyncEnumerable<DeadClaim> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A dead-lettered message.</summary>
/// <param name="Number">Names it in its queue.</param>
/// <param name="Message">What was sent.</param>
/// <param name="Reason">Why it is dead; empty when nobody said.</param>
/// <param name="Description">The same in words.</param>
public sealed record DeadClaim(long Number, QueuedClaim Message, string Reason, string Description);
