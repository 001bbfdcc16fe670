using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Terms in plain words, made from the data.</summary>
public static class TermsText
{
    /// <summary>What terms give in a few words, such as "20% off tea" or "10% off your first order".</summary>
    public static string Summary(Terms terms, Phrases phrases) =>
        terms.Discount.Summarize(phrases, terms.Currency, terms.Discount.AppliesTo.Describe(phrases));
}
