using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Claims;

/// <summary>Finds what can be offered although the answer is no.</summary>
public sealed class OfferAlternatives(ICodeBook codes, CustomerKeys keys, ClaimDeskSettings settings, TimeProvider time)
{
    private const int MostCodes = 3;
    private const int MostTried = 20;

    /// <summary>
    /// Running codes that would take something off the same goods today, the best first; without any, campaigns that the shop
    /// announces and that are open to this customer, with what they ask; always the newsletter, and the loyalty programme where there is one.
    /// </summary>
    public async Task<IReadOnlyList<Remedy>> HandleAsync(Claim claim, CancellationToken cancellationToken)
    {
        var phrases = ClaimLanguage.PhrasesOf(claim);
        var customer = ClaimCustomer.KeyOf(claim, keys);
        var now = time.GetUtcNow();
        var announced = (await codes.AnnouncedAsync(claim.Currency, now, cancellationToken).ConfigureAwait(false))
            .Where(candidate => candidate.Code != claim.Code)
            .ToList();
        List<Remedy> offers = [];
        if ((claim.Order?.Cart ?? claim.Cart) is { } cart)
        {
            offers.AddRange(await RunningAsync(announced, new Purchase(cart, claim.Customer, customer, now), customer, phrases, cancellationToken).ConfigureAwait(false));
        }

        if (offers.Count == 0)
        {
            offers.AddRange(await AnnouncedAsync(announced, claim.Customer, customer, now, phrases, cancellationToken).ConfigureAwait(false));
        }

        offers.Add(new Remedy.Newsletter(settings.NewsletterUrl));
        if (settings.LoyaltyUrl is { } loyalty)
        {
            offers.Add(new Remedy.LoyaltyProgramme(loyalty));
        }

        return offers;
    }

    private async Task<List<Remedy>> RunningAsync(List<Candidate> announced, Purchase purchase, CustomerKey customer, Phrases phrases, CancellationToken cancellationToken)
    {
        var offers = new List<Remedy>();
        foreach (var best in EvaluateAlternatives.Best(announced, purchase, MostTried, phrases))
        {
            // Limits are asked of storage, so only the best codes are.
            var candidate = await codes.WithLimitsAsync(announced.First(code => code.Code == best.Code), customer, cancellationToken).ConfigureAwait(false);
            offers.AddRange(EvaluateAlternatives.Best([candidate], purchase, 1, phrases).Select(found => new Remedy.RunningCode(found.Code.Value, found.Summary)));
            if (offers.Count == MostCodes)
            {
                break;
            }
        }

        return offers;
    }

    private async Task<List<Remedy>> AnnouncedAsync(List<Candidate> announced, Customer customer, CustomerKey key, DateTimeOffset now, Phrases phrases, CancellationToken cancellationToken)
    {
        var offers = new List<Remedy>();
        var open = from candidate in announced
                   let terms = candidate.Campaign?.TermsAt(now)?.Terms
                   where terms is not null && !terms.Conditions.Any(condition => condition.IsClosedTo(customer))
                   select (candidate, terms);
        foreach (var (candidate, terms) in open.Take(MostTried))
        {
            if (HasRoom(await codes.WithLimitsAsync(candidate, key, cancellationToken).ConfigureAwait(false)))
            {
                offers.Add(new Remedy.AnnouncedCampaign(candidate.Code.Value, TermsText.SummaryWithConditions(terms, phrases)));
                if (offers.Count == MostCodes)
                {
                    break;
                }
            }
        }

        return offers;
    }

    private static bool HasRoom(Candidate candidate) =>
        !(candidate.Limits?.Total < 1) && !(candidate.Limits?.Customer < 1) && !(candidate.Limits?.Budget < 1);
}
