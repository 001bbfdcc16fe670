using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.App.Claims;

/// <summary>Finds our own records of a claim's code that did not work before the order, and judges each by the terms and limits of its moment.</summary>
public sealed class GatherAttempts(IAttemptJournal journal, ICodeBook codes)
{
    /// <summary>How long before the order a record counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    /// <summary>The most records that are judged.</summary>
    private const int MostRead = 200;

    /// <summary>The most records that are kept with a claim; wrong ones go first.</summary>
    private const int MostKept = 20;

    /// <summary>The records from 48 hours before the order until the order, both included, the newest first; none for a claim without an order.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="customer">Whose it is.</param>
    /// <param name="candidate">Its code as it is now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RefusedAttempt>> HandleAsync(Claim claim, CustomerKey customer, Candidate candidate, CancellationToken cancellationToken)
    {
        if (claim.Order is not { } order)
        {
            return [];
        }

        var from = order.PlacedAt - DateTimeOffset.MinValue > Window ? order.PlacedAt - Window : DateTimeOffset.MinValue;
        var attempts = await journal.FindAsync(customer, claim.Client?.Session, candidate.Code, from, order.PlacedAt, MostRead, cancellationToken).ConfigureAwait(false);
        if (attempts.Count == 0)
        {
            return [];
        }

        var campaigns = new Dictionary<CampaignId, Campaign>();
        foreach (var id in attempts.SelectMany(attempt => attempt.Standing.Beside).Select(beside => beside.CampaignId).Distinct())
        {
            if (await codes.CampaignAsync(id, cancellationToken).ConfigureAwait(false) is { } campaign)
            {
                campaigns[id] = campaign;
            }
        }

        var standsSince = await codes.StandsSinceAsync(candidate.Code, cancellationToken).ConfigureAwait(false);
        return [.. attempts
            .Select(attempt => new RefusedAttempt(attempt.At, attempt.Reasons, ReplayAttempt.WasWrong(attempt, candidate, standsSince, campaigns.GetValueOrDefault)))
            .OrderByDescending(attempt => attempt.Wrong)
            .Take(MostKept)
            .OrderByDescending(attempt => attempt.At)];
    }
}
