using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>A code that was redeemed on an order before.</summary>
/// <param name="Code">The code.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Version">The version of the terms by which it was redeemed.</param>
public sealed record RedeemedCode(PromoCode Code, Campaign Campaign, CampaignVersion Version);

/// <summary>What one code adds on an order.</summary>
/// <param name="Applied">What it gives, at least 1 minor unit; null when it gives nothing.</param>
/// <param name="Reasons">Every reason why it gives nothing; empty when it gives something.</param>
public sealed record Entitlement(AppliedCode? Applied, IReadOnlyList<Reason> Reasons)
{
    /// <summary>In minor units, shipping discount included; 0 when it gives nothing.</summary>
    public long Amount => Applied?.Discount ?? 0;
}

/// <summary>Decides what one code does, with other codes given. Pure.</summary>
public static class EvaluateOne
{
    /// <summary>
    /// What a code adds on an order beside those already redeemed on it, by the terms that counted at the order's instant:
    /// the discount of all together less the discount without it, spread over the lines as the code's own discount is.
    /// </summary>
    /// <param name="candidate">The code; without <see cref="Candidate.Limits"/> limits are not looked at.</param>
    /// <param name="purchase">The order as placed.</param>
    /// <param name="redeemed">What was redeemed on it; the code itself, if among them, is passed over.</param>
    /// <param name="ignoreEnd">Whether to pass over the end of the code and of its campaign.</param>
    /// <param name="phrases">The language of sentences.</param>
    public static Entitlement Entitlement(
        Candidate candidate,
        Purchase purchase,
        IReadOnlyList<RedeemedCode> redeemed,
        bool ignoreEnd,
        Phrases phrases)
    {
        var reasons = new List<Reason>();
        if (Admission.Check(candidate, purchase, ignoreEnd, phrases, reasons) is not { } code)
        {
            return new Entitlement(null, reasons);
        }

        Admitted[] before = [.. redeemed
            .Where(other => other.Code != candidate.Code && other.Version.Terms.Currency == purchase.Cart.Currency)
            .Select(other => new Admitted(new Candidate(other.Code, other.Campaign), other.Campaign, other.Version))];
        Array.Sort(before, Combination.InOrder);
        string[] others = [.. before.Where(other => !other.Terms.CombineWith(code.Terms)).Select(other => other.Candidate.Code.Value)];
        if (others.Length > 0)
        {
            return new Entitlement(null, [Refusals.NotCombinable(phrases, candidate.Code, others)]);
        }

        return Added(code, before, purchase, phrases);
    }

    private static Entitlement Added(Admitted code, Admitted[] before, Purchase purchase, Phrases phrases)
    {
        Admitted[] together = [.. before, code];
        Array.Sort(together, Combination.InOrder);
        var without = Combination.Apply(purchase.Cart, before).Sum(reduction => reduction.Total);
        var reductions = Combination.Apply(purchase.Cart, together);
        var added = reductions.Sum(reduction => reduction.Total) - without;
        var own = reductions[Array.IndexOf(together, code)];
        if (added <= 0 || own.Total == 0)
        {
            return new Entitlement(null, [Refusals.Plain(RefusalCodes.NoDiscount, phrases, code.Candidate.Code)]);
        }

        if (added > code.Candidate.Limits?.Budget)
        {
            return new Entitlement(null, [Refusals.ShortOfBudget(phrases, code.Candidate.Code)]);
        }

        var spread = own.Shipping > 0 ? Reduction.OfShipping(added) : Reduction.OfLines(Allocation.ByLargestRemainder(added, own.Lines));
        return new Entitlement(Evaluate.Apply(code, spread, purchase.Cart, phrases), []);
    }
}
