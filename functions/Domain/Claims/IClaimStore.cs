using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Claims;

/// <summary>Keeps claims. What was answered survives the death of any process at any instruction, and is listed.</summary>
public interface IClaimStore
{
    /// <summary>Keeps a claim as queued, once for its id.</summary>
    /// <param name="claim">What came in.</param>
    /// <param name="customer">The pseudonym of its customer.</param>
    /// <param name="receivedAt">When.</param>
    /// <param name="cancellationToken">Gives up waiting; a repeat goes on from what was kept.</param>
    Task<ClaimAddition> AddAsync(Claim claim, CustomerKey customer, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Shows a message that is no claim, or did not become one, as a failed claim; does nothing when the id belongs to a claim.</summary>
    /// <param name="id">The id that it names, or that its delivery gives it.</param>
    /// <param name="failure">What is wrong.</param>
    /// <param name="message">What is kept of it, to be sent again; empty when nothing is.</param>
    /// <param name="receivedAt">When.</param>
    /// <param name="cancellationToken">Gives up waiting; a repeat goes on from what was kept.</param>
    Task AddFailedAsync(ClaimId id, ClaimFailure failure, ReadOnlyMemory<byte> message, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>The claim of that id, or null.</summary>
    Task<ClaimRecord?> FindAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>What the helpdesk sent; null when there is no such claim, or its person was erased.</summary>
    Task<Claim?> FindContentAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>The same of a claim that was found; one request. As it stands now: null when its person was erased since.</summary>
    Task<Claim?> FindContentAsync(ClaimRecord claim, CancellationToken cancellationToken);

    /// <summary>Changes where a claim stands and adds to its audit, in one step.</summary>
    /// <param name="read">The claim as it was read.</param>
    /// <param name="next">Where it is to stand.</param>
    /// <param name="entries">What is added to the audit; at most 50.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may have been made.</param>
    /// <returns>The claim as it stands then; null when it was changed since it was read.</returns>
    Task<ClaimRecord?> SaveAsync(ClaimRecord read, ClaimState next, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken);

    /// <summary>Claims of which something is still to be delivered, with their replies; only those decided before an instant, which a crash has left.</summary>
    /// <param name="before">Later ones are being delivered by who decided them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<ClaimRecord> UndeliveredAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The claim's audit, the oldest entry first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>A page of the list of claims, without their replies and what people wrote.</summary>
    Task<ClaimPage> ListAsync(ClaimQuery query, CancellationToken cancellationToken);

    /// <summary>How many claims a customer made before one of theirs, which is kept. One request for the first.</summary>
    Task<PriorClaims> CountBeforeAsync(CustomerKey customer, ClaimId claim, DateTimeOffset receivedAt, CancellationToken cancellationToken);
}

/// <summary>What became of a claim that came in. Exactly one of the nested kinds.</summary>
public abstract record ClaimAddition
{
    private ClaimAddition()
    {
    }

    /// <summary>It is kept: now, or from an earlier time with the same content.</summary>
    public sealed record Kept(ClaimRecord Claim) : ClaimAddition;

    /// <summary>The id belongs to a claim with other content, which stands as it was.</summary>
    public sealed record OtherContent : ClaimAddition;
}

/// <summary>A customer's earlier claims.</summary>
/// <param name="In90Days">In the 90 days before.</param>
/// <param name="In365Days">In the 365 days before.</param>
public sealed record PriorClaims(int In90Days, int In365Days);
