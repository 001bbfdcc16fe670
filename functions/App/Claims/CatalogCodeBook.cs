using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.App.Claims;

/// <summary>The desk's questions about codes, answered from the catalogue and the ledger.</summary>
internal sealed class CatalogCodeBook(CodeLookup lookup, ICampaignCatalog catalog, ICodeStore store, IRedemptionLedger ledger) : ICodeBook
{
    /// <inheritdoc/>
    public async Task<Candidate> FindAsync(PromoCode code, CancellationToken cancellationToken)
    {
        // Asked of storage: a decision is kept for ever, so it is not made on what may be seconds old.
        var found = await lookup.FindFreshAsync([code], cancellationToken).ConfigureAwait(false);
        return found[0];
    }

    /// <inheritdoc/>
    public async Task<Candidate> RecallAsync(PromoCode code, CancellationToken cancellationToken)
    {
        var (_, found) = await lookup.FindAsync([code], cancellationToken).ConfigureAwait(false);
        return found[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Candidate>> AnnouncedAsync(Currency currency, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        return [.. view.Codes.Values
            .Where(code => code.Status == CodeStatus.Active)
            .Select(code => CandidateOf(view, code.Code))
            .Where(candidate => candidate.Campaign is { Definition: { Announce: true, Status: CampaignStatus.Active } } campaign
                && campaign.TermsAt(at)?.Terms is { } terms
                && terms.Runs(at)
                && terms.Currency == currency)
            .OrderBy(candidate => candidate.Code)];
    }

    /// <inheritdoc/>
    public async Task<Candidate> WithLimitsAsync(Candidate candidate, CustomerKey customer, CancellationToken cancellationToken) =>
        candidate.Campaign is { } campaign && campaign.Definition.Limits != Limits.None
            ? candidate with { Limits = await ledger.LimitsLeftAsync(campaign, customer.Value, cancellationToken).ConfigureAwait(false) }
            : candidate;

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> StandsSinceAsync(PromoCode code, CancellationToken cancellationToken) =>
        (await store.FindAsync(code, cancellationToken).ConfigureAwait(false))?.WrittenAt;

    /// <inheritdoc/>
    public async Task<Campaign?> CampaignAsync(CampaignId id, CancellationToken cancellationToken) =>
        (await catalog.ViewAsync(cancellationToken).ConfigureAwait(false)).Campaigns.GetValueOrDefault(id);

    private static Candidate CandidateOf(CatalogView view, PromoCode code) => view.Codes.TryGetValue(code, out var known)
        ? new Candidate(code, view.CampaignOf(code)) { Status = known.Status }
        : new Candidate(code, null);
}
