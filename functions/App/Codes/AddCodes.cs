using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.App.Codes;

/// <summary>Adds codes to a campaign.</summary>
public sealed class AddCodes(ICampaignCatalog catalog)
{
    /// <summary>201 with the code as it is matched, 404 without such a campaign, 409 when the code exists.</summary>
    public async Task<Answer> HandleAsync(string campaignId, AddCodesRequest request, CancellationToken cancellationToken)
    {
        var outcome = CampaignId.TryParse(campaignId, out var id, out _)
            ? await catalog.AddPublicCodeAsync(id, request.Code, cancellationToken).ConfigureAwait(false)
            : AddCodeOutcome.NoCampaign;
        return outcome switch
        {
            AddCodeOutcome.Added => new Answer(201, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("code", request.Code.Value);
                writer.WriteEndObject();
            }),
            AddCodeOutcome.Exists => Problem.Conflict($"The code {request.Code.Value} exists already."),
            AddCodeOutcome.NoCampaign => Problem.NotFound("There is no campaign of that id."),
            _ => throw new InvalidOperationException("The catalogue gave an outcome that adding a code does not know."),
        };
    }
}
