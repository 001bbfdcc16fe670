using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
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
    public static IReadOnlyList<Alternative> Best(IEnumerable<Candidate> candidates, Purchase purchase, int most, Phrases phrases) =>
        [.. Ranking(candidates, [], purchase, most, phrases).Select(entry => new Alternative(entry.Candidate.Code, entry.Discount, TermsText.Summary(entry.Terms, phrases)))];

    /// <summary>The same as candidates, without a word about them.</summary>
    /// <param name="candidates">Public codes. Those that give much had better come first: what cannot beat what was found is not looked at closely.</param>
    /// <param name="without">Codes that are left out.</param>
    /// <param name="purchase">The order.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="phrases">The language in which conditions would refuse.</param>
    public static IReadOnlyList<Candidate> Ranked(IReadOnlyList<Candidate> candidates, IReadOnlyList<PromoCode> without, Purchase purchase, int most, Phrases phrases) =>
        [.. Ranking(candidates, without, purchase, most, phrases).Select(entry => entry.Candidate)];

    private static List<Found> Ranking(IEnumerable<Candidate> candidates, IReadOnlyList<PromoCode> without, Purchase purchase, int most, Phrases phrases)
    {
        var basket = Basket.Of(purchase.Cart);
        var found = new List<Found>();
        foreach (var candidate in candidates)
        {
            if (candidate.Campaign is not { Definition: { Announce: true } definition } campaign
                || campaign.StatusAt(purchase.At) != CampaignStatus.Active
                || campaign.TermsAt(purchase.At)?.Terms is not { } terms
                || (found.Count == most && terms.Discount.MostOn(purchase.Cart.Subtotal, purchase.Cart.Shipping) < found[^1].Discount)
                || without.Contains(candidate.Code))
            {
                continue;
            }

            var discount = QuickAdmission.DiscountOf(candidate, terms, definition.Limits, purchase, basket, phrases);
            if (discount > 0)
            {
                Keep(found, new(candidate, terms, discount), most);
            }
        }

        return found;
    }

    private static void Keep(List<Found> found, Found entry, int most)
    {
        var place = found.Count;
        while (place > 0 && entry.IsBefore(found[place - 1]))
        {
            place--;
        }

        if (place == most)
        {
            return;
        }

        if (found.Count == most)
        {
            found.RemoveAt(most - 1);
        }

        found.Insert(place, entry);
    }

    private readonly record struct Found(Candidate Candidate, Terms Terms, long Discount)
    {
        public bool IsBefore(Found other) => Discount == other.Discount ? Candidate.Code < other.Candidate.Code : Discount > other.Discount;
    }
}
