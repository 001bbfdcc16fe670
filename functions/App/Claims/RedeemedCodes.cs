using System.Text.Json;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Claims;

/// <summary>Finds what an order's own redemption took.</summary>
internal static class RedeemedCodes
{
    /// <summary>The codes, with the terms by which they were redeemed; none when there is no redemption.</summary>
    public static async Task<IReadOnlyList<RedeemedCode>> OfAsync(Redemption? redemption, ICodeBook codes, CancellationToken cancellationToken)
    {
        if (redemption is null || redemption.State == RedemptionState.Released)
        {
            return [];
        }

        var redeemed = new List<RedeemedCode>();
        foreach (var (text, campaignId, version) in Read(redemption.AppliedJson))
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
