using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Erasure;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Deletes what the helpdesk sent about a customer and what the customer was told. Decisions, facts and audit stay, which name nobody; a claim that was not decided yet cannot be any more, and says so.</summary>
public sealed class EraseClaims(IClaimStore claims, IClaimPapers papers, IGoodwillBook goodwill, TimeProvider clock) : IPersonalData
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

    /// <summary>Deletes what a claim says of its person.</summary>
    internal async Task EraseAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        // Said in the claim first: who changes it from here on, or has begun to, sees that its person is gone.
        for (ClaimRecord? found = claim; found is { State.PersonErased: false }; found = await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false))
        {
            var (next, entries) = Erased(found.State);
            if (await claims.SaveAsync(found, next, entries, cancellationToken).ConfigureAwait(false) is not null)
            {
                break;
            }
        }

        await papers.ForgetPersonAsync(claim.Id, cancellationToken).ConfigureAwait(false);
        if (claim is { State.Status: ClaimStatus.Queued or ClaimStatus.Failed, CustomerKey: { } customer })
        {
            // The code that it was to give, if it stands already, was told to nobody and goes with the others.
            await goodwill.ReleaseAsync(customer, claim.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private (ClaimState Next, IReadOnlyList<AuditEntry> Entries) Erased(ClaimState state)
    {
        var erased = state with { PersonErased = true, Reply = null, ByAgent = state.ByAgent?.WithWords(null) };
        var failure = ClaimFailure.ByErasure;
        return state.Status == ClaimStatus.Queued
            ? (erased with { Status = ClaimStatus.Failed, Failure = failure }, [new AuditEntry(clock.GetUtcNow(), AuditEntry.Desk, "failed", $"{failure.Reason}: {failure.Description}")])
            : (erased, []);
    }
}
