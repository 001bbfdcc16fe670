using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Claims.Gifts;

/// <summary>Who got a goodwill or recovery code of the desk when: one in 90 days, however many claims ask at the same time.</summary>
public interface IGoodwillBook
{
    /// <summary>The last one that a customer got, or null.</summary>
    Task<Goodwill?> FindAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Gives a customer the next one for a claim, unless there is one within the 90 days before that claim.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="next">What is to be noted.</param>
    /// <param name="receivedAt">When the claim came in.</param>
    /// <param name="cancellationToken">Gives up waiting; a repeat tells.</param>
    /// <returns>What stands then: of this claim, now or from an earlier try, or of the other one that came before.</returns>
    Task<Goodwill> TakeAsync(CustomerKey customer, Goodwill next, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Gives back what a claim has taken, since it gives no code; nothing when another claim has it.</summary>
    Task ReleaseAsync(CustomerKey customer, ClaimId claim, CancellationToken cancellationToken);
}

/// <summary>A code that the desk gave.</summary>
/// <param name="Claim">For which claim.</param>
/// <param name="GivenAt">When.</param>
public sealed record Goodwill(ClaimId Claim, DateTimeOffset GivenAt)
{
    private const int Days = 90;

    /// <summary>Whether the claim gave it back without a code.</summary>
    public bool Released { get; init; }

    /// <summary>Whether it stands in the way of another claim's: given in the 90 days before that claim, the first instant included, or after it.</summary>
    public bool CountsFor(ClaimId claim, DateTimeOffset receivedAt) => !Released && Claim != claim && GivenAt >= receivedAt.AddDays(-Days);
}
