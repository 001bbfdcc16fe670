using PromoFunctions.App.Http;
using PromoFunctions.App.Notices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Codes;

/// <summary>Adds codes to a campaign: a public one, a batch of unique ones, or a personal one.</summary>
public sealed class AddCodes(ICampaignCatalog catalog, ICodeStore codes, CustomerKeys customers, PlanNotice notices)
{
    /// <summary>201 with what was added, 200 for a batch that was begun before and is complete now, 404 without such a campaign, 409 when the code exists or the batch has other content.</summary>
    public async Task<Answer> HandleAsync(string campaignId, AddCodesRequest request, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await FindCampaignAsync(catalog, campaignId, cancellationToken).ConfigureAwait(false) is not { } campaign)
        {
            return NoCampaign;
        }

        return request switch
        {
            AddCodesRequest.OfPublic { Code: var code } => await AddPublicAsync(campaign, code, cancellationToken).ConfigureAwait(false),
            AddCodesRequest.OfUnique batch => await IssueBatchAsync(campaign, batch, cancellationToken).ConfigureAwait(false),
            AddCodesRequest.OfPersonal personal => await IssuePersonalAsync(campaign, personal, phrases, cancellationToken).ConfigureAwait(false),
            _ => throw new InvalidOperationException("Codes of a kind that nobody adds."),
        };
    }

    /// <summary>404 for a campaign.</summary>
    internal static Problem NoCampaign { get; } = Problem.NotFound("There is no campaign of that id.");

    /// <summary>The id of a campaign that exists, or null.</summary>
    internal static async Task<CampaignId?> FindCampaignAsync(ICampaignCatalog catalog, string campaignId, CancellationToken cancellationToken)
    {
        if (!CampaignId.TryParse(campaignId, out var id, out _))
        {
            return null;
        }

        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (!view.Campaigns.ContainsKey(id))
        {
            view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return view.Campaigns.ContainsKey(id) ? id : null;
    }

    private async Task<Answer> AddPublicAsync(CampaignId campaign, PromoCode code, CancellationToken cancellationToken) =>
        await catalog.AddPublicCodeAsync(campaign, code, cancellationToken).ConfigureAwait(false) switch
        {
            AddCodeOutcome.Added => Created(code),
            AddCodeOutcome.Exists => Problem.Conflict($"The code {code.Value} exists already."),
            AddCodeOutcome.NoCampaign => NoCampaign,
            _ => throw new InvalidOperationException("The catalogue gave an outcome that adding a code does not know."),
        };

    private async Task<Answer> IssueBatchAsync(CampaignId campaign, AddCodesRequest.OfUnique request, CancellationToken cancellationToken)
    {
        var batch = request.Batch ?? BatchId.New();
        return await codes.IssueBatchAsync(campaign, batch, request.Prefix, request.Count, cancellationToken).ConfigureAwait(false) switch
        {
            IssueBatchOutcome.Complete complete => new Answer(complete.Created ? 201 : 200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("batchId", batch.Value);
                writer.WriteNumber("count", request.Count);
                writer.WriteEndObject();
            }),
            IssueBatchOutcome.OtherContent { Standing: var standing } => Problem.Conflict(
                $"Batch {batch.Value} has {standing.Count} codes with the prefix {standing.Prefix.Value}. Send these to complete it, or use another batchId."),
            _ => throw new InvalidOperationException("The store gave an outcome that issuing a batch does not know."),
        };
    }

    private async Task<Answer> IssuePersonalAsync(CampaignId campaign, AddCodesRequest.OfPersonal request, Phrases phrases, CancellationToken cancellationToken)
    {
        var customer = customers.Of(request.Customer) ?? throw new InvalidOperationException("A personal code was asked for nobody.");

        // Each call issues one more: nothing in it says that it is a repeat.
        var issue = new PersonalIssue(campaign, "desk|" + GeneratedPart.Random(GeneratedPart.Length), customer, request.Customer.FirstName, request.ExpiresAt)
        {
            Notice = notices.Of(request.Customer, request.ExpiresAt, phrases),
        };
        return Created((await codes.IssuePersonalAsync(issue, cancellationToken).ConfigureAwait(false)).Issued.Code);
    }

    private static Answer Created(PromoCode code) => new(201, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", code.Value);
        writer.WriteEndObject();
    });
}
