using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Whether a code applies to a purchase by itself, for those who ask about a thousand codes and want no reasons.</summary>
internal static class QuickAdmission
{
    /// <summary>
    /// The discount of a code that applies by itself, by its active campaign's terms at the purchase's instant and with room
    /// in every limit; 0 when it does not apply. It finds what
    /// <see cref="Admission.Check"/> finds, and makes no sentences of it.
    /// </summary>
    internal static long DiscountOf(Candidate candidate, Terms terms, Limits limits, Purchase purchase, Basket basket, Phrases phrases)
    {
        if (!terms.Runs(purchase.At)
            || purchase.At >= candidate.ExpiresAt
            || candidate.Status != CodeStatus.Active
            || terms.Currency != purchase.Cart.Currency
            || !HasRoom(candidate, limits, purchase.CustomerKey))
        {
            return 0;
        }

        var order = Admission.ContextOf(candidate, terms, purchase, phrases);
        foreach (var condition in terms.Conditions)
        {
            if (!condition.IsMet(order))
            {
                return 0;
            }
        }

        if (!terms.Discount.AppliesTo.CoversAny(purchase.Cart))
        {
            return 0;
        }

        var discount = terms.Discount.AmountOn(basket);
        return discount > candidate.Limits?.Budget ? 0 : discount;
    }

    private static bool HasRoom(Candidate candidate, Limits limits, CustomerKey? customer)
    {
        var personal = limits.PerCustomer is not null || candidate.BoundTo is not null;
        return !candidate.Used
            && !(candidate.Limits?.Total <= 0)
            && !(limits.PerCustomer is not null && candidate.Limits?.Customer <= 0)
            && !(personal && customer is null)
            && (candidate.BoundTo is null || candidate.BoundTo == customer);
    }
}
