using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Answers what the helpdesk asks about claims.</summary>
public sealed class ShowClaims(IClaimStore claims, IClaimPapers papers, CustomerKeys keys)
{
    /// <summary>One claim whole; 404 when there is none of that id.</summary>
    public async Task<Answer> OneAsync(string claimId, CancellationToken cancellationToken)
    {
        if (!ClaimId.TryParse(claimId, out var id, out _)
            || await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } claim)
        {
            return Problem.NotFound("There is no claim of this id.");
        }

        var audit = await claims.AuditAsync(id, cancellationToken).ConfigureAwait(false);
        var contacts = await papers.ContactsAsync(claim, cancellationToken).ConfigureAwait(false);
        return Answer.Ok(writer => ClaimJson.Write(writer, claim, contacts, audit)).With("ETag", $"\"{claim.Version}\"");
    }

    /// <summary>A page of claims.</summary>
    /// <param name="parameter">The text of a query parameter; null when it was not sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer> ManyAsync(Func<string, string?> parameter, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        if (ClaimQueryText.Read(parameter, keys, errors) is not { } query)
        {
            return Problem.Invalid(errors);
        }

        var page = await claims.ListAsync(query, cancellationToken).ConfigureAwait(false);
        return Answer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var claim in page.Items)
            {
                ClaimJson.WriteListed(writer, claim);
            }

            writer.WriteEndArray();
            writer.WriteString("next", page.Next?.ToToken());
            writer.WriteEndObject();
        });
    }
}
