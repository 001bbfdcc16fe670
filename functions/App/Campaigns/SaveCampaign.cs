using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.App.Campaigns;

/// <summary>Saves a campaign, new or changed.</summary>
public sealed class SaveCampaign(ICampaignCatalog catalog)
{
    private const string NothingToMatch = "There is no such campaign, so there is nothing to match.";

    /// <summary>201 new, 200 changed, 409 for a limit below what is taken, 412 for a stale <c>If-Match</c>.</summary>
    public async Task<Answer> HandleAsync(string campaignId, string? ifMatch, CampaignDefinition definition, CancellationToken cancellationToken)
    {
        if (!CampaignId.TryParse(campaignId, out var id, out var problem))
        {
            return Problem.Invalid("campaignId", problem);
        }

        if (!IfMatch.TryReadNumber(ifMatch, out var revision))
        {
            return Problem.Stale("No version of this campaign has that ETag.");
        }

        // RFC 9110, 13.1.1: * matches what is there, whatever it is. No campaign ever goes, so what is found stays found.
        if (ifMatch?.Trim() == "*" && !(await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false)).Campaigns.ContainsKey(id))
        {
            return Problem.Stale(NothingToMatch);
        }

        return await catalog.SaveAsync(id, definition, revision, cancellationToken).ConfigureAwait(false) switch
        {
            SaveCampaignOutcome.Saved saved => new Answer(saved.Created ? 201 : 200, writer => CampaignJson.Write(writer, saved.Campaign, versions: true))
                .With("ETag", CampaignJson.ETagOf(saved.Campaign)),
            SaveCampaignOutcome.Stale { Revision: 0 } => Problem.Stale(NothingToMatch),
            SaveCampaignOutcome.Stale => Problem.Stale("The campaign was changed since you read it. Read it again and repeat your change."),
            SaveCampaignOutcome.TotalBelowTaken total => Problem.Conflict(
                string.Create(CultureInfo.InvariantCulture, $"limits.total cannot be lower than the {total.Taken} uses that are taken.")),
            SaveCampaignOutcome.BudgetBelowTaken budget => Problem.Conflict(
                $"limits.budget cannot be lower than the {Phrases.English.Money(budget.Taken, definition.Terms.Currency)} that are taken."),
            SaveCampaignOutcome.CurrencyFixed currency => Problem.Conflict(
                $"The campaign's currency stays {currency.Currency}: its limits and figures are counted in it."),
            _ => throw new InvalidOperationException("The catalogue gave an outcome that saving does not know."),
        };
    }
}
