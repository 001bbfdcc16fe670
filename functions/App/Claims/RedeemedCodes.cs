using System.Text.Json;
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
        foreach (var (text, version) in Read(redemption.AppliedJson))
        {
            var code = PromoCode.Parse(text);
            if ((await codes.FindAsync(code, cancellationToken).ConfigureAwait(false)).Campaign is { } campaign
                && campaign.Versions.FirstOrDefault(terms => terms.Number == version) is { } terms)
            {
                redeemed.Add(new RedeemedCode(code, campaign, terms));
            }
        }

        return redeemed;
    }

    private static List<(string Code, int Version)> Read(string appliedJson)
    {
        using var applied = JsonDocument.Parse(appliedJson);
        return [.. applied.RootElement.EnumerateArray().Select(code =>
            (code.GetProperty("code").GetString() ?? "", code.GetProperty("version").GetInt32()))];
    }
}
