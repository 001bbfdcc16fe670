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
        var now = time.GetUtcNow();
        var announced = (await codes.AnnouncedAsync(claim.Currency, customer, now, cancellationToken).ConfigureAwait(false))
            .Where(candidate => candidate.Code != claim.Code)
            .ToList();
        List<Remedy> offers = [];
        if ((claim.Order?.Cart ?? claim.Cart) is { } cart)
        {
            var fitting = EvaluateAlternatives.Best(announced, new Purchase(cart, claim.Customer, customer, now), MostCodes, phrases);
            offers.AddRange(fitting.Select(found => new Remedy.RunningCode(found.Code.Value, found.Summary)));
        }

        if (offers.Count == 0)
        {
            offers.AddRange(announced
                .Where(HasRoom)
                .OrderBy(candidate => candidate.Code)
                .Select(candidate => candidate.Campaign?.TermsAt(now) is { } version
                    ? new Remedy.AnnouncedCampaign(candidate.Code.Value, TermsText.Summary(version.Terms, phrases))
                    : null)
                .OfType<Remedy>()
                .Take(MostCodes));
        }

        offers.Add(new Remedy.Newsletter(settings.NewsletterUrl));
        if (settings.LoyaltyUrl is { } loyalty)
        {
            offers.Add(new Remedy.LoyaltyProgramme(loyalty));
        }

        return offers;
    }

    private static bool HasRoom(Candidate candidate) =>
        !(candidate.Limits?.Total < 1) && !(candidate.Limits?.Customer < 1) && !(candidate.Limits?.Budget < 1);
}
