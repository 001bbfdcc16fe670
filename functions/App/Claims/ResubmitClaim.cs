using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Sends a failed claim again.</summary>
public sealed class ResubmitClaim(IClaimStore claims, IClaimPapers papers, IClaimQueue queue, TimeProvider time)
{
    /// <summary>202; 404; 409 for a claim that has not failed, or of which nothing is kept that could be sent.</summary>
    public async Task<Answer> HandleAsync(string claimId, CancellationToken cancellationToken)
    {
        while (ClaimId.TryParse(claimId, out var id, out _) && await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            if (claim.State.Status != ClaimStatus.Failed)
            {
                return Problem.Conflict($"Only a failed claim is sent again; this one is {Vocabulary<ClaimStatus>.Words[claim.State.Status]}.");
            }

            if (await IsGoneAsync(claim, cancellationToken).ConfigureAwait(false))
            {
                return Problem.Conflict("Nothing of it is kept any more. Send its message again from the dead-letter queue of claims, or post the claim anew.");
            }

            // Queued before it is sent: a message that comes first would find it failed. Who dies between the two leaves the sending to a timer.
            var again = new Resubmission((claim.State.Resubmission?.Number ?? 0) + 1, time.GetUtcNow());
            var entry = new AuditEntry(again.At, AuditEntry.Desk, "resubmitted", "The claim was sent to be processed again.");
            var next = claim.State with { Status = ClaimStatus.Queued, Failure = null, Resubmission = again };
            if (await claims.SaveAsync(claim, next, [entry], cancellationToken).ConfigureAwait(false) is { } queued)
            {
                await SendAsync(queued, cancellationToken).ConfigureAwait(false);
                return ReceiveClaim.Accepted(id, ClaimStatus.Queued);
            }
        }

        return Problem.NotFound("There is no claim of this id.");
    }

    /// <summary>Sends what was queued again and whose sender may have died.</summary>
    /// <returns>True: nothing is left to do.</returns>
    public async Task<bool> CompleteAsync(ClaimDuty duty, CancellationToken cancellationToken)
    {
        if (await claims.FindAsync(duty.Claim, cancellationToken).ConfigureAwait(false) is { State: { Status: ClaimStatus.Queued, Resubmission: not null } } claim)
        {
            await SendAsync(claim, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> IsGoneAsync(ClaimRecord claim, CancellationToken cancellationToken) => claim.Kind is null
        ? await papers.FindMessageAsync(claim, cancellationToken).ConfigureAwait(false) is null
        : await claims.FindContentAsync(claim, cancellationToken).ConfigureAwait(false) is null;

    private async Task SendAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        var message = claim.Kind is null ? await papers.FindMessageAsync(claim, cancellationToken).ConfigureAwait(false) : null;
        await queue.SendAgainAsync(claim.Id, claim.State.Resubmission?.Number ?? 0, message, cancellationToken).ConfigureAwait(false);
    }
}
