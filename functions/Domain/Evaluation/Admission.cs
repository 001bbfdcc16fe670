using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Whether a code applies to a purchase by itself, and if not, every reason why.</summary>
internal static class Admission
{
    /// <summary>
    /// The code's campaign and the terms that count, when it applies by itself; else null, with the reasons in
    /// <paramref name="reasons"/>.
    /// </summary>
    internal static Admitted? Check(Candidate candidate, Purchase purchase, bool ignoreEnd, Phrases phrases, List<Reason> reasons)
    {
        if (candidate.Campaign is not { } campaign || campaign.StatusAt(purchase.At) == CampaignStatus.Draft)
        {
            reasons.Add(Refusals.UnknownCode(phrases, candidate.Code, candidate.DidYouMean));
            return null;
        }

        var version = campaign.TermsAtOrFirst(purchase.At);
        var status = campaign.StatusAt(purchase.At);
        CheckPeriod(candidate, version.Terms, status, purchase.At, ignoreEnd, phrases, reasons);
        CheckStanding(candidate, status, phrases, reasons);
        CheckLimits(candidate, campaign.Definition.Limits, purchase.CustomerKey, phrases, reasons);
        CheckOrder(candidate, version.Terms, purchase, phrases, reasons);
        return reasons.Count == 0 ? new Admitted(candidate, campaign, version) : null;
    }

    /// <summary>What conditions look at.</summary>
    internal static OrderContext ContextOf(Candidate candidate, Terms terms, Purchase purchase, Phrases phrases) => new(
        candidate.Code,
        purchase.Cart,
        purchase.Customer ?? Customer.Unknown,
        purchase.At,
        terms.Zone,
        terms.Discount.AppliesTo,
        phrases);

    internal static void CheckPeriod(
        Candidate candidate,
        Terms terms,
        CampaignStatus status,
        DateTimeOffset at,
        bool ignoreEnd,
        Phrases phrases,
        List<Reason> reasons)
    {
        if (at < terms.StartsAt)
        {
            reasons.Add(Refusals.NotStarted(phrases, candidate.Code, terms));
        }

        if (ignoreEnd)
        {
            return;
        }

        var endsAt = candidate.ExpiresAt is { } own && own < terms.EndsAt ? own : terms.EndsAt;
        if (at >= endsAt)
        {
            reasons.Add(Refusals.Expired(phrases, candidate.Code, endsAt, terms.Zone));
        }
        else if (status == CampaignStatus.Ended)
        {
            reasons.Add(Refusals.Ended(phrases, candidate.Code));
        }
    }

    internal static void CheckStanding(Candidate candidate, CampaignStatus status, Phrases phrases, List<Reason> reasons)
    {
        if (status == CampaignStatus.Paused || candidate.Status == CodeStatus.Paused)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.Paused, phrases, candidate.Code));
        }

        if (candidate.Status == CodeStatus.Voided)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.Voided, phrases, candidate.Code));
        }
    }

    internal static void CheckLimits(Candidate candidate, Limits limits, CustomerKey? customer, Phrases phrases, List<Reason> reasons)
    {
        var left = candidate.Limits;
        if (candidate.Used || left?.Total <= 0)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.UsedUp, phrases, candidate.Code));
        }

        if (left?.Budget <= 0)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.BudgetUsedUp, phrases, candidate.Code));
        }

        if (customer is null && (limits.PerCustomer is not null || candidate.BoundTo is not null))
        {
            reasons.Add(Refusals.Plain(RefusalCodes.CustomerRequired, phrases, candidate.Code));
        }

        if (customer is not null && candidate.BoundTo is not null && candidate.BoundTo != customer)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.OtherCustomer, phrases, candidate.Code));
        }

        if (customer is not null && limits.PerCustomer is { } allowed && left?.Customer <= 0)
        {
            reasons.Add(Refusals.CustomerLimit(phrases, candidate, allowed));
        }
    }

    private static void CheckOrder(Candidate candidate, Terms terms, Purchase purchase, Phrases phrases, List<Reason> reasons)
    {
        var sameCurrency = terms.Currency == purchase.Cart.Currency;
        if (!sameCurrency)
        {
            reasons.Add(Refusals.Currency(phrases, candidate.Code, terms, purchase.Cart));
        }

        var order = ContextOf(candidate, terms, purchase, phrases);
        var before = reasons.Count;
        foreach (var condition in terms.Conditions)
        {
            if ((sameCurrency || !condition.ComparesMoney) && condition.Check(order) is { } refusal)
            {
                reasons.Add(refusal);
            }
        }

        if (sameCurrency)
        {
            CheckDiscount(candidate, terms, order, reasons, conditionsMet: reasons.Count == before);
        }
    }

    private static void CheckDiscount(Candidate candidate, Terms terms, in OrderContext order, List<Reason> reasons, bool conditionsMet)
    {
        var discount = terms.Discount;
        if (!discount.AppliesTo.CoversAny(order.Cart))
        {
            reasons.Add(Refusals.NoEligibleItems(order.Phrases, candidate.Code, terms));
            return;
        }

        if (discount.Asks?.Check(order) is { } refusal)
        {
            reasons.Add(refusal);
            return;
        }

        var alone = discount.AmountOn(Basket.Of(order.Cart));
        if (alone == 0 && conditionsMet)
        {
            reasons.Add(Refusals.Plain(RefusalCodes.NoDiscount, order.Phrases, candidate.Code));
        }

        // With other codes before it the discount may be smaller and fit: a code without other faults is decided with them.
        if (reasons.Count > 0 && candidate.Limits?.Budget is > 0 and var budget && alone > budget)
        {
            reasons.Add(Refusals.ShortOfBudget(order.Phrases, candidate.Code));
        }
    }
}

/// <summary>A code that applies by itself.</summary>
internal sealed record Admitted(Candidate Candidate, Campaign Campaign, CampaignVersion Version)
{
    internal Terms Terms => Version.Terms;
}
