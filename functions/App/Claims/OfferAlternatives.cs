using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Claims;

/// <summary>Finds what can be offered although the answer is no.</summary>
public sealed class OfferAlternatives(ICodeBook codes, CustomerKeys keys, ClaimDeskSettings settings, TimeProvider time)
{
    private const int MostCodes = 3;

    /// <summary>
    /// Running codes that would take something off the same goods today, the best first; without any, campaigns that the shop
    /// announces; always the newsletter, and the loyalty programme where there is one.
    /// </summary>
    public async Task<IReadOnlyList<Remedy>> HandleAsync(Claim claim, CancellationToken cancellationToken)
    {
        var phrases = claim.Language == ReplyLanguage.De ? Phrases.German : Phrases.English;
        var customer = ClaimCustomer.KeyOf(claim, keys);
        var announced = await codes.AnnouncedAsync(customer.Value, cancellationToken).ConfigureAwait(false);
        List<Remedy> offers = [.. Running(claim, customer, announced, phrases)];
        if (offers.Count == 0)
        {
            offers.AddRange(Announced(claim, announced, phrases));
        }

        offers.Add(new Remedy.Newsletter(settings.NewsletterUrl));
        if (settings.LoyaltyUrl is { } loyalty)
        {
            offers.Add(new Remedy.LoyaltyProgramme(loyalty));
        }

        return offers;
    }

    private IEnumerable<Remedy> Running(Claim claim, CustomerKey customer, IReadOnlyList<Candidate> announced, Phrases phrases) =>
        (claim.Order?.Cart ?? claim.Cart) is { } cart
            ? EvaluateAlternatives.Best(
                announced.Where(candidate => candidate.Code != claim.Code),
                new Purchase(cart, claim.Customer, customer, time.GetUtcNow()),
                MostCodes,
                phrases).Select(found => new Remedy.RunningCode(found.Code.Value, found.Summary))
            : [];

    private IEnumerable<Remedy> Announced(Claim claim, IReadOnlyList<Candidate> announced, Phrases phrases)
    {
        var now = time.GetUtcNow();
        return announced
            .Where(candidate => candidate.Code != claim.Code && !(candidate.Limits?.Total < 1) && !(candidate.Limits?.Customer < 1) && !(candidate.Limits?.Budget < 1))
            .Select(candidate => (candidate.Code, candidate.Campaign))
            .Where(found => found.Campaign is { Definition: { Announce: true, Status: CampaignStatus.Active } }
                && found.Campaign.TermsAt(now)?.Terms is { } terms && terms.Runs(now) && terms.Currency == claim.Currency)
            .OrderBy(found => found.Code)
            .Take(MostCodes)
            .Select(found => new Remedy.AnnouncedCampaign(found.Code.Value, TermsText.Summary(found.Campaign?.TermsAt(now)?.Terms ?? throw new InvalidOperationException(), phrases)));
    }
}
