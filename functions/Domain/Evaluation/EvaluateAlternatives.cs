using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Finds codes that a shopper could use instead. Pure.</summary>
public static class EvaluateAlternatives
{
    /// <summary>
    /// The codes of announced, active campaigns that apply to the purchase by themselves, with every limit honoured: the
    /// best first, ties alphabetically.
    /// </summary>
    /// <param name="candidates">Public codes, with what is left of their campaigns' limits.</param>
    /// <param name="purchase">The order.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="phrases">The language of summaries.</param>
    public static IReadOnlyList<Alternative> Best(IEnumerable<Candidate> candidates, Purchase purchase, int most, Phrases phrases)
    {
        var basket = Basket.Of(purchase.Cart);
        var found = new List<(Candidate Candidate, Terms Terms, long Discount)>();
        foreach (var candidate in candidates)
        {
            if (candidate.Campaign is { Definition: { Announce: true } definition } campaign
                && campaign.StatusAt(purchase.At) == CampaignStatus.Active
                && campaign.TermsAt(purchase.At)?.Terms is { } terms)
            {
                var discount = QuickAdmission.DiscountOf(candidate, terms, definition.Limits, purchase, basket, phrases);
                if (discount > 0)
                {
                    found.Add((candidate, terms, discount));
                }
            }
        }

        found.Sort((one, other) => one.Discount == other.Discount
            ? one.Candidate.Code.CompareTo(other.Candidate.Code)
            : other.Discount.CompareTo(one.Discount));
        return [.. found.Take(most).Select(entry => new Alternative(entry.Candidate.Code, entry.Discount, TermsText.Summary(entry.Terms, phrases)))];
    }
}
