using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Validation;

/// <summary>Finds what is known about codes.</summary>
public sealed class CodeLookup(ICampaignCatalog catalog, IRedemptionLedger ledger)
{
    /// <summary>A candidate for each code. A code that memory does not know is looked up in storage before it is called unknown.</summary>
    public async ValueTask<(CatalogView View, IReadOnlyList<Candidate> Candidates)> FindAsync(IReadOnlyList<PromoCode> codes, CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        foreach (var code in codes)
        {
            if (!view.Codes.ContainsKey(code))
            {
                view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
        }

        return (view, Candidates(view, codes));
    }

    /// <summary>The same with what storage holds now.</summary>
    public async Task<IReadOnlyList<Candidate>> FindFreshAsync(IReadOnlyList<PromoCode> codes, CancellationToken cancellationToken) =>
        Candidates(await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false), codes);

    /// <summary>The candidates with what their campaigns' limits still admit, as of at most 5 seconds ago.</summary>
    public async ValueTask<IReadOnlyList<Candidate>> WithLimitsAsync(IReadOnlyList<Candidate> candidates, CustomerKey? customer, CancellationToken cancellationToken)
    {
        var found = new Candidate[candidates.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = await WithLimitsAsync(candidates[i], customer, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>One candidate with its limits; without any storage when the campaign has none.</summary>
    public async ValueTask<Candidate> WithLimitsAsync(Candidate candidate, CustomerKey? customer, CancellationToken cancellationToken) =>
        candidate.Campaign is { } campaign && campaign.Definition.Limits != Limits.None
            ? candidate with { Limits = await ledger.LimitsLeftAsync(campaign.Id.Value, customer?.Value, cancellationToken).ConfigureAwait(false) }
            : candidate;

    /// <summary>
    /// The present: what the clock says, but never before a change that the candidates show. Instances' clocks differ, and one
    /// that is behind would still see the campaign as it was before a change that another one has answered.
    /// </summary>
    internal static DateTimeOffset Present(TimeProvider clock, IReadOnlyList<Candidate> candidates)
    {
        var now = clock.GetUtcNow();
        foreach (var candidate in candidates)
        {
            if (candidate.Campaign?.ChangedAt is { } changed && changed > now)
            {
                now = changed;
            }
        }

        return now;
    }

    private static Candidate[] Candidates(CatalogView view, IReadOnlyList<PromoCode> codes)
    {
        var found = new Candidate[codes.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Of(view, codes[i]);
        }

        return found;
    }

    internal static Candidate Of(CatalogView view, PromoCode code) => view.Codes.TryGetValue(code, out var known)
        ? new(code, view.CampaignOf(code)) { Status = known.Status }
        : new(code, null) { DidYouMean = NearMiss.Find(code, Announced(view)) };

    /// <summary>The codes that a suggestion may name: public ones of announced campaigns that run.</summary>
    private static IEnumerable<PromoCode> Announced(CatalogView view)
    {
        foreach (var code in view.Codes.Values)
        {
            if (code.Status == CodeStatus.Active
                && view.Campaigns.TryGetValue(code.CampaignId, out var campaign)
                && campaign.Definition is { Announce: true, Status: CampaignStatus.Active })
            {
                yield return code.Code;
            }
        }
    }
}
