using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Claims;

/// <summary>What the desk asks about codes.</summary>
public interface ICodeBook
{
    /// <summary>What a code is and was: without limits, and without a campaign when there never was such a code.</summary>
    Task<Candidate> FindAsync(PromoCode code, CancellationToken cancellationToken);

    /// <summary>What this process knows of a code, for asking the ledger, which refuses what is not so any more: a change of seconds ago may be missing.</summary>
    Task<Candidate> RecallAsync(PromoCode code, CancellationToken cancellationToken);

    /// <summary>The public codes of announced campaigns that run at an instant, without limits.</summary>
    Task<IReadOnlyList<Candidate>> AnnouncedAsync(Currency currency, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The code with what its campaign's limits still admit for a customer.</summary>
    Task<Candidate> WithLimitsAsync(Candidate candidate, CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>An instant at which a code was there already, the earliest that is known; null when there is no such code.</summary>
    Task<DateTimeOffset?> StandsSinceAsync(PromoCode code, CancellationToken cancellationToken);

    /// <summary>A campaign with its whole past, or null.</summary>
    Task<Campaign?> CampaignAsync(CampaignId id, CancellationToken cancellationToken);
}
