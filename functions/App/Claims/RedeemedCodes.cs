using System.Text.Json;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Claims;

/// <summary>Finds what an order's redemptions took: its own, and those that claims were paid.</summary>
internal static class RedeemedCodes
{
    /// <summary>The codes, each once, with the terms by which they were redeemed.</summary>
    public static async Task<IReadOnlyList<RedeemedCode>> OfAsync(OrderStanding standing, ICodeBook codes, CancellationToken cancellationToken)
    {
        Redemption[] redemptions = standing.Own is { State: not RedemptionState.Released } own ? [own, .. standing.Retroactive] : [.. standing.Retroactive];
        var redeemed = new List<RedeemedCode>();
        foreach (var (text, campaignId, version) in redemptions.SelectMany(redemption => Read(redemption.AppliedJson)).DistinctBy(applied => applied.Code))
        {
            // By its campaign: a code that was erased has only a pseudonym.
            var code = PromoCode.Parse(text);
            if (await codes.CampaignAsync(CampaignId.Parse(campaignId), cancellationToken).ConfigureAwait(false) is { } campaign
                && campaign.Versions.FirstOrDefault(terms => terms.Number == version) is { } terms)
            {
                redeemed.Add(new RedeemedCode(code, campaign, terms));
            }
        }

        return redeemed;
    }

    private static List<(string Code, string CampaignId, int Version)> Read(string appliedJson)
    {
        using var applied = JsonDocument.Parse(appliedJson);
        return [.. applied.RootElement.EnumerateArray().Select(code =>
            (code.GetProperty("code").GetString() ?? "", code.GetProperty("campaignId").GetString() ?? "", code.GetProperty("version").GetInt32()))];
    }
}
