using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>What codes do on an order. All amounts are minor units of <paramref name="Currency"/>.</summary>
/// <param name="Currency">The cart's.</param>
/// <param name="Subtotal">The goods before discount.</param>
/// <param name="Shipping">Shipping before discount.</param>
/// <param name="Applied">The codes that apply, in the order in which their discounts are taken.</param>
/// <param name="Rejected">The others, by code, each with all its reasons.</param>
public sealed record OrderEvaluation(
    Currency Currency,
    long Subtotal,
    long Shipping,
    IReadOnlyList<AppliedCode> Applied,
    IReadOnlyList<RejectedCode> Rejected)
{
    /// <summary>Whether every code sent is applied.</summary>
    public bool Valid => Rejected.Count == 0;

    /// <summary>The discount of all codes, shipping discount included; at most subtotal and shipping.</summary>
    public long Discount
    {
        get
        {
            long sum = 0;
            foreach (var applied in Applied)
            {
                sum += applied.Discount;
            }

            return sum;
        }
    }

    /// <summary>Subtotal and shipping less the discount; never below 0.</summary>
    public long Total => Subtotal + Shipping - Discount;
}

/// <summary>A code that applies.</summary>
/// <param name="Code">The code.</param>
/// <param name="CampaignId">Its campaign.</param>
/// <param name="Revision">The campaign's revision by which it was decided.</param>
/// <param name="Version">The version of the terms that give the discount.</param>
/// <param name="Discount">In minor units, at least 1, shipping discount included.</param>
/// <param name="ShippingDiscount">What of it is taken off shipping.</param>
/// <param name="Lines">The lines that get a discount, in the cart's order; they and shipping sum to the discount.</param>
/// <param name="Summary">What it gives in a few words.</param>
public sealed record AppliedCode(
    PromoCode Code,
    CampaignId CampaignId,
    int Revision,
    int Version,
    long Discount,
    long ShippingDiscount,
    IReadOnlyList<AppliedLine> Lines,
    string Summary);

/// <summary>A line's discount.</summary>
/// <param name="Id">The line.</param>
/// <param name="Discount">In minor units, at least 1.</param>
public sealed record AppliedLine(string Id, long Discount);

/// <summary>A code that does not apply.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reasons">Every reason; at least one.</param>
public sealed record RejectedCode(PromoCode Code, IReadOnlyList<Reason> Reasons);

/// <summary>A code that would apply to the same order.</summary>
/// <param name="Code">The code.</param>
/// <param name="Discount">In minor units, shipping discount included.</param>
/// <param name="Summary">What it gives in a few words.</param>
public sealed record Alternative(PromoCode Code, long Discount, string Summary);
