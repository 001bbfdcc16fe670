using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Campaigns;

/// <summary>Answers what the catalogue has.</summary>
public sealed class ShowCampaigns(ICampaignCatalog catalog)
{
    /// <summary>200 with the campaign, its versions and its ETag, or 404.</summary>
    public async Task<Answer> ByIdAsync(string campaignId, CancellationToken cancellationToken)
    {
        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return CampaignId.TryParse(campaignId, out var id, out _) && view.Campaigns.TryGetValue(id, out var campaign)
            ? Answer.Ok(writer => CampaignJson.Write(writer, campaign, versions: true)).With("ETag", CampaignJson.ETagOf(campaign))
            : Problem.NotFound("There is no campaign of that id.");
    }

    /// <summary>200 with a page of campaigns by id; all of them, or those of one status.</summary>
    public async Task<Answer> ListAsync(string? status, Page page, CancellationToken cancellationToken)
    {
        CampaignStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            foreach (var known in Enum.GetValues<CampaignStatus>())
            {
                wanted = Vocabulary<CampaignStatus>.Words[known] == status ? known : wanted;
            }

            if (wanted is null)
            {
                return Problem.Invalid("status", $"must be one of {string.Join(", ", Enum.GetValues<CampaignStatus>().Select(known => Vocabulary<CampaignStatus>.Words[known]))}.");
            }
        }

        if (page.After is { } token && !CampaignId.TryParse(token, out _, out _))
        {
            return Page.Misplaced;
        }

        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var after = page.After;
        var found = view.Campaigns.Values
            .Where(campaign => wanted is null || campaign.Definition.Status == wanted)
            .Where(campaign => after is null || string.CompareOrdinal(campaign.Id.Value, after) > 0)
            .OrderBy(campaign => campaign.Id)
            .Take(page.Limit + 1)
            .ToList();
        return page.Answer(found, campaign => campaign.Id.Value, (writer, campaign) => CampaignJson.Write(writer, campaign, versions: false));
    }
}
