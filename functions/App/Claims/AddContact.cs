using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.App.Claims;

/// <summary>Adds a contact to a claim, whatever its status.</summary>
public sealed class AddContact(IClaimStore claims, IClaimPapers papers, ShowClaims show, TimeProvider time)
{
    /// <summary>201 with the claim; 200 when it has the very same contact already; 404; 409 when it has as many as a claim may have.</summary>
    public async Task<Answer> HandleAsync(string claimId, Contact contact, CancellationToken cancellationToken)
    {
        var added = ContactNote.Of(contact, time.GetUtcNow());
        while (ClaimId.TryParse(claimId, out var id, out _) && await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            var notes = claim.State.Contacts;
            if (notes.Any(note => note.Hash == added.Hash))
            {
                return await show.OneAsync(claimId, cancellationToken).ConfigureAwait(false);
            }

            if (notes.Count >= ContactNote.MostOfAClaim)
            {
                return Problem.Conflict(string.Create(CultureInfo.InvariantCulture, $"A claim has at most {ContactNote.MostOfAClaim} contacts beside the one that brought it."));
            }

            await papers.KeepContactAsync(id, contact, cancellationToken).ConfigureAwait(false);
            var entry = new AuditEntry(added.At, "agent:" + contact.Agent, "contact-added", $"A contact by {contact.Channel} was added.");
            if (await claims.SaveAsync(claim, claim.State with { Contacts = [.. notes, added] }, [entry], cancellationToken).ConfigureAwait(false) is not null)
            {
                return await show.OneAsync(claimId, cancellationToken).ConfigureAwait(false) with { Status = 201 };
            }
        }

        return Problem.NotFound("There is no claim of this id.");
    }
}
