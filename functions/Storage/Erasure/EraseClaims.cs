using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Deletes what the helpdesk sent about a customer and what the customer was told. Decisions, facts and audit stay, which name nobody; a claim that was not decided yet cannot be any more, and says so.</summary>
public sealed class EraseClaims(IClaimStore claims, IClaimPapers papers, TimeProvider clock) : IPersonalData
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async Task EraseAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        ClaimPlace? after = null;
        do
        {
            var page = await claims.ListAsync(new ClaimQuery(null, customer, null, null, null, PageSize, after), cancellationToken).ConfigureAwait(false);
            foreach (var claim in page.Items)
            {
                await EraseAsync(claim, cancellationToken).ConfigureAwait(false);
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private async Task EraseAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        for (var found = claim; found is { State.Status: ClaimStatus.Queued }; found = await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false))
        {
            var failure = ClaimFailure.ByErasure;
            var entry = new AuditEntry(clock.GetUtcNow(), AuditEntry.Desk, "failed", $"{failure.Reason}: {failure.Description}");
            if (await claims.SaveAsync(found, found.State with { Status = ClaimStatus.Failed, Failure = failure }, [entry], cancellationToken).ConfigureAwait(false) is not null)
            {
                break;
            }
        }

        await papers.ForgetPersonAsync(claim.Id, cancellationToken).ConfigureAwait(false);
    }
}
