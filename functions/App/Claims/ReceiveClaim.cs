using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Keeps a claim, then sends it to be processed, then answers: what was answered 202 cannot be lost.</summary>
public sealed class ReceiveClaim(IClaimStore claims, IClaimQueue queue, CustomerKeys keys)
{
    /// <summary>202 for a claim that is kept, be it from an earlier time; 409 for another content under its id.</summary>
    public async Task<Answer> HandleAsync(Claim claim, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var customer = ClaimCustomer.KeyOf(claim, keys);
        if (await claims.AddAsync(claim, customer, receivedAt, cancellationToken).ConfigureAwait(false) is not ClaimAddition.Kept { Claim: var kept })
        {
            return Problem.Conflict("There is a claim of this id with other content.");
        }

        // Also for a repeat: an earlier request may have died between keeping and sending.
        if (kept.State.Status == ClaimStatus.Queued)
        {
            await queue.SendAsync(kept.Id, cancellationToken).ConfigureAwait(false);
        }

        return Accepted(kept.Id, kept.State.Status);
    }

    /// <summary>202 with where the claim stands.</summary>
    internal static Answer Accepted(ClaimId id, ClaimStatus status) => new Answer(202, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("claimId", id.Value);
        writer.WriteString("status", Vocabulary<ClaimStatus>.Words[status]);
        writer.WriteEndObject();
    }).With("Location", "/api/claims/" + id.Value);
}
