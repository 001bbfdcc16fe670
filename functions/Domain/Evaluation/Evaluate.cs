using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Decides what codes do on a purchase. Pure: the same facts give the same answer.</summary>
public static class Evaluate
{
    /// <summary>The most codes that are looked at together.</summary>
    public const int MaxCodes = BestSet.MostCodes;

    /// <summary>
    /// What codes do on a purchase. The order in which they are given makes no difference; a code given twice counts once.
    /// </summary>
    /// <param name="candidates">The codes, at most <see cref="MaxCodes"/> different ones.</param>
    /// <param name="purchase">The order.</param>
    /// <param name="phrases">The language of sentences.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many codes.</exception>
    public static OrderEvaluation Codes(IReadOnlyList<Candidate> candidates, Purchase purchase, Phrases phrases)
    {
        var admitted = new List<Admitted>(candidates.Count);
        var rejected = new List<RejectedCode>();
        var seen = new HashSet<PromoCode>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (!seen.Add(candidate.Code))
            {
                continue;
            }

            var reasons = new List<Reason>();
            if (Admission.Check(candidate, purchase, ignoreEnd: false, phrases, reasons) is { } code)
            {
                admitted.Add(code);
            }
            else
            {
                rejected.Add(new RejectedCode(candidate.Code, reasons));
            }
        }

        admitted.Sort(Combination.InOrder);
        var best = BestSet.Choose(purchase.Cart, [.. admitted]);
        foreach (var left in admitted.Where(code => !best.Codes.Contains(code)))
        {
            rejected.Add(new RejectedCode(left.Candidate.Code, [ReasonOf(best, left, phrases)]));
        }

        rejected.Sort((one, other) => one.Code.CompareTo(other.Code));
        var applied = new AppliedCode[best.Codes.Length];
        for (var i = 0; i < applied.Length; i++)
        {
            applied[i] = Apply(best.Codes[i], best.Reductions[i], purchase.Cart, phrases);
        }

        return new OrderEvaluation(purchase.Cart.Currency, purchase.Cart.Subtotal, purchase.Cart.Shipping, applied, rejected);
    }

    /// <summary>A code that applies, with what it takes off.</summary>
    internal static AppliedCode Apply(Admitted code, Reduction reduction, Cart cart, Phrases phrases) => new(
        code.Candidate.Code,
        code.Campaign.Id,
        code.Campaign.Revision,
        code.Version.Number,
        reduction.Total,
        reduction.Shipping,
        LinesOf(cart, reduction.Lines),
        TermsText.Summary(code.Terms, phrases));

    /// <summary>The lines that a reduction touches.</summary>
    internal static IReadOnlyList<AppliedLine> LinesOf(Cart cart, ReadOnlySpan<long> discounts)
    {
        var lines = new List<AppliedLine>(discounts.Length);
        for (var i = 0; i < discounts.Length; i++)
        {
            if (discounts[i] > 0)
            {
                lines.Add(new AppliedLine(cart.Lines[i].Id, discounts[i]));
            }
        }

        return lines;
    }

    private static Reason ReasonOf(BestSet best, Admitted left, Phrases phrases)
    {
        var reason = best.WhyLeftOut(left, out var others);
        var allowed = left.Campaign.Definition.Limits.PerCustomer ?? 1;
        return reason switch
        {
            RefusalCodes.NotCombinable => Refusals.NotCombinable(phrases, left.Candidate.Code, others),
            RefusalCodes.CustomerLimit when others.Count > 0 => Refusals.NoRoomBeside(phrases, reason, left.Candidate.Code, others, Facts.None.With("allowed", allowed)),
            RefusalCodes.UsedUp or RefusalCodes.BudgetUsedUp when others.Count > 0 => Refusals.NoRoomBeside(phrases, reason, left.Candidate.Code, others, Facts.None),
            RefusalCodes.CustomerLimit => Refusals.CustomerLimit(phrases, left.Candidate, allowed),
            RefusalCodes.BudgetUsedUp => Refusals.ShortOfBudget(phrases, left.Candidate.Code),
            _ => Refusals.Plain(reason, phrases, left.Candidate.Code),
        };
    }
}
