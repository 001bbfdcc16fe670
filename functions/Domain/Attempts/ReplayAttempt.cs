using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Attempts;

/// <summary>Decides whether a code should have worked when it did not. Pure.</summary>
public static class ReplayAttempt
{
    /// <summary>
    /// How long validation may not know of a change (API.md): a refusal within it is right either way. It also covers what
    /// instances' clocks differ by.
    /// </summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    // Codes beside are known by their campaigns alone; which of a campaign's codes it was makes no difference.
    private static readonly PromoCode Unnamed = PromoCode.Parse(new string('_', PromoCode.MaxLength));

    /// <summary>
    /// Whether we failed to answer, or refused what the code's terms and limits of that moment accept on the attempt's own cart
    /// and customer. False where that cannot be told any more.
    /// </summary>
    /// <param name="attempt">What was sent and answered.</param>
    /// <param name="candidate">The code as it is now, with its campaign's whole past; limits are the attempt's.</param>
    /// <param name="standsSince">An instant at which the code was there already, the earliest that is known; null when none is.</param>
    /// <param name="campaignOf">Finds a campaign; null for one that is gone.</param>
    public static bool WasWrong(CodeAttempt attempt, Candidate candidate, DateTimeOffset? standsSince, Func<CampaignId, Campaign?> campaignOf)
    {
        if (attempt.Failed)
        {
            return true;
        }

        if (attempt.Content is not { } content || candidate.Campaign is not { } campaign || ChangedMeanwhile(campaign, attempt, content))
        {
            return false;
        }

        var then = attempt.Standing;
        if (then.CampaignId is null && !(standsSince <= attempt.At - Lag))
        {
            // The code came later than the attempt, as far as we know.
            return false;
        }

        if (content.Customer is null && then.PerCustomer is not null)
        {
            return false;
        }

        var code = candidate with { Status = then.Status, Used = then.Used, UsedBy = null, Limits = then.Limits };
        var customer = Customer.Unknown with { OrdersPlaced = content.OrdersPlaced, Tags = content.Tags };
        var purchase = new Purchase(content.Cart, customer, content.Customer, content.EvaluatedAt);
        return EvaluateOne.Entitlement(code, purchase, Beside(then, campaignOf), ignoreEnd: false, Phrases.English).Applied is not null;
    }

    /// <summary>Whether the campaign was changed so shortly before the attempt that validation need not have known, or between the attempt and the instant it asked about.</summary>
    private static bool ChangedMeanwhile(Campaign campaign, CodeAttempt attempt, AttemptContent content)
    {
        var from = attempt.At - Lag;
        var to = content.EvaluatedAt > attempt.At ? content.EvaluatedAt : attempt.At;
        return campaign.Versions.Skip(1).Any(version => version.CountsFrom > from && version.CountsFrom <= to)
            || campaign.Statuses.Skip(1).Any(status => status.From > from && status.From <= to);
    }

    private static RedeemedCode[] Beside(AttemptStanding then, Func<CampaignId, Campaign?> campaignOf) =>
        [.. then.Beside
            .Select(other => (Campaign: campaignOf(other.CampaignId), other.Version))
            .Where(other => other.Campaign?.Versions.Count >= other.Version)
            .Select(other => other.Campaign is { } campaign ? new RedeemedCode(Unnamed, campaign, campaign.Versions[other.Version - 1]) : null)
            .OfType<RedeemedCode>()];
}
