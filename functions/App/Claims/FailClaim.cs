using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Shows what cannot be processed as a failed claim.</summary>
public sealed class FailClaim(IClaimStore claims, GiveCode give, TimeProvider time)
{
    /// <summary>A message that is no claim. A claim of its id that can be read stands as it was, with a note.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The id that it names, or that its delivery gives it.</param>
    /// <param name="failure">What is wrong.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task UnreadableAsync(QueuedClaim message, ClaimId id, ClaimFailure failure, CancellationToken cancellationToken)
    {
        if (await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Kind: not null } claim)
        {
            var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, failure.Reason, "A message under this id that is no claim was dead-lettered.");
            await claims.SaveAsync(claim, claim.State, [entry], cancellationToken).ConfigureAwait(false);
            return;
        }

        await NotProcessedAsync(message, id, failure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A claim whose customer was erased before it was decided: it shows that, and what it was about to give is taken back. Repeating it does no harm.</summary>
    public async Task ErasedAsync(QueuedClaim message, ClaimId id, CancellationToken cancellationToken)
    {
        await NotProcessedAsync(message with { Body = ReadOnlyMemory<byte>.Empty }, id, ClaimFailure.ByErasure, cancellationToken).ConfigureAwait(false);
        if (await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { State: { Status: ClaimStatus.Failed, PersonErased: true } } claim)
        {
            await give.ForgetAsync(claim, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A claim that could not be processed, whether it is kept or not. One that was decided stands; so does one that was sent again since.</summary>
    public async Task NotProcessedAsync(QueuedClaim message, ClaimId id, ClaimFailure failure, CancellationToken cancellationToken)
    {
        while (await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            if (claim.State.Status != ClaimStatus.Queued || (claim.State.Resubmission?.Number ?? 0) > message.Resubmission)
            {
                return;
            }

            // Before it is shown as failed, so that whoever dies between the two leaves it to be done again.
            await give.TakeBackAsync(claim, cancellationToken).ConfigureAwait(false);
            var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, "failed", $"{failure.Reason}: {failure.Description}");
            var failed = claim.State with { Status = ClaimStatus.Failed, Failure = failure, PersonErased = failure.Reason == ClaimFailure.Erased };
            if (await claims.SaveAsync(claim, failed, [entry], cancellationToken).ConfigureAwait(false) is not null)
            {
                return;
            }
        }

        // What is larger than a claim may be would only fail again; its message stays in the dead-letter queue.
        var kept = message.IsKept || message.Body.Length > RequestBody.MostBytes ? ReadOnlyMemory<byte>.Empty : message.Body;
        await claims.AddFailedAsync(id, failure, kept, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }
}
