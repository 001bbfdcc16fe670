using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Validation;

/// <summary>Finds what is known about codes.</summary>
public sealed class CodeLookup(ICampaignCatalog catalog, ICodeStore store, IRedemptionLedger ledger, TakenCodes taken)
{
    private static readonly IReadOnlyDictionary<PromoCode, Stored> NoneStored = new Dictionary<PromoCode, Stored>();

    /// <summary>A candidate for each code. A code that memory does not know is looked up in storage, with one request, before it is called unknown.</summary>
    public ValueTask<(CatalogView View, IReadOnlyList<Candidate> Candidates)> FindAsync(IReadOnlyList<PromoCode> codes, CancellationToken cancellationToken) =>
        FindAsync(codes, withTakers: false, cancellationToken);

    /// <summary>The same, and always with the redemptions that took codes that work once: two requests more for each that is taken.</summary>
    public ValueTask<(CatalogView View, IReadOnlyList<Candidate> Candidates)> FindWithTakersAsync(IReadOnlyList<PromoCode> codes, CancellationToken cancellationToken) =>
        FindAsync(codes, withTakers: true, cancellationToken);

    /// <summary>The same with what storage holds now.</summary>
    public async Task<IReadOnlyList<Candidate>> FindFreshAsync(IReadOnlyList<PromoCode> codes, CancellationToken cancellationToken)
    {
        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return (await FindStoredAsync(view, codes, withTakers: true, cancellationToken).ConfigureAwait(false)).Candidates;
    }

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
            ? candidate with { Limits = await ledger.LimitsLeftAsync(campaign, customer?.Value, cancellationToken).ConfigureAwait(false) }
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

    private async ValueTask<(CatalogView View, IReadOnlyList<Candidate> Candidates)> FindAsync(IReadOnlyList<PromoCode> codes, bool withTakers, CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        foreach (var code in codes)
        {
            if (!view.Codes.ContainsKey(code))
            {
                return await FindStoredAsync(view, codes, withTakers, cancellationToken).ConfigureAwait(false);
            }
        }

        return (view, Candidates(view, codes, NoneStored));
    }

    private async Task<(CatalogView View, IReadOnlyList<Candidate> Candidates)> FindStoredAsync(
        CatalogView view, IReadOnlyList<PromoCode> codes, bool withTakers, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(codes.Where(code => !view.Codes.ContainsKey(code)).Distinct().Select(code => FindStoredAsync(code, withTakers, cancellationToken))).ConfigureAwait(false);
        var stored = found.OfType<Stored>().ToDictionary(known => known.Issued.Code);
        if (stored.Values.Any(known => known.Issued.CampaignId is not { } campaign || !view.Campaigns.ContainsKey(campaign)))
        {
            // A public code or a campaign that another process has just made.
            view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return (view, Candidates(view, codes, stored));
    }

    private async Task<Stored?> FindStoredAsync(PromoCode code, bool withTakers, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(code, cancellationToken).ConfigureAwait(false) is not { } issued)
        {
            return null;
        }

        if (issued.Settled && !withTakers)
        {
            return new(issued, null, Used: true);
        }

        if (!withTakers && issued.TakenBy is { } asks && taken.Find(asks) is { } used)
        {
            return new(issued, null, used);
        }

        // A mark alone does not say that a code is used: its redemption may have been given up.
        var asked = taken.Now;
        var taker = issued.TakenBy is { } id ? await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (taker is null)
        {
            return new(issued, null, Used: false);
        }

        var has = taker.State switch
        {
            RedemptionState.Released => false,
            RedemptionState.Held => true,
            _ => !await ledger.UsesReturnedAsync(taker.RedemptionId, cancellationToken).ConfigureAwait(false),
        };
        taken.Keep(taker.RedemptionId, has, asked);
        return new(issued, taker.State == RedemptionState.Released ? null : taker, has);
    }

    private static Candidate[] Candidates(CatalogView view, IReadOnlyList<PromoCode> codes, IReadOnlyDictionary<PromoCode, Stored> stored)
    {
        var found = new Candidate[codes.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var code = codes[i];
            found[i] = stored.TryGetValue(code, out var known) && known.Issued.CampaignId is { } campaign
                ? new Candidate(code, view.Campaigns.GetValueOrDefault(campaign))
                {
                    Status = known.Issued.Status,
                    BoundTo = known.Issued.BoundTo,
                    ExpiresAt = known.Issued.ExpiresAt,
                    Used = known.Used,
                    UsedBy = known.Taker,
                    Stamp = known.Issued.Stamp,
                    Origin = CodeOrigin.Of(known.Issued),
                }
                : Of(view, code);
        }

        return found;
    }

    internal static Candidate Of(CatalogView view, PromoCode code) => view.Codes.TryGetValue(code, out var known)
        ? new(code, view.CampaignOf(code)) { Status = known.Status, Statuses = known.Statuses }
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

    /// <summary>A code as storage has it, with the redemption that took it, and whether that has it still: a full refund gives it back.</summary>
    private sealed record Stored(IssuedCode Issued, Redemption? Taker, bool Used);
}
