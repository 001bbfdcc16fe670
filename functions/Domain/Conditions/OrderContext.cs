using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Conditions;

/// <summary>What a condition looks at: the cart before any discount, who buys, when, and under which code.</summary>
/// <param name="Code">The code, for the sentence.</param>
/// <param name="Cart">The cart, in the campaign's currency.</param>
/// <param name="Customer">What is known of the customer.</param>
/// <param name="At">The order's instant.</param>
/// <param name="Zone">The campaign's time zone.</param>
/// <param name="AppliesTo">What the campaign's discount applies to: what counts as eligible.</param>
/// <param name="Phrases">The language of the sentence.</param>
public readonly record struct OrderContext(
    PromoCode Code,
    Cart Cart,
    Customer Customer,
    DateTimeOffset At,
    CampaignZone Zone,
    AppliesTo AppliesTo,
    Phrases Phrases)
{
    /// <summary>The goods before any discount, in minor units: all of them, or the eligible ones.</summary>
    public long Subtotal(MeasuredOver of)
    {
        if (of == MeasuredOver.Cart)
        {
            return Cart.Subtotal;
        }

        long sum = 0;
        foreach (var line in Cart.Lines)
        {
            sum += AppliesTo.Covers(line) ? line.Total : 0;
        }

        return sum;
    }

    /// <summary>The units in the cart: all of them, or the eligible ones.</summary>
    public long Quantity(MeasuredOver of)
    {
        long sum = 0;
        foreach (var line in Cart.Lines)
        {
            sum += of == MeasuredOver.Cart || AppliesTo.Covers(line) ? line.Quantity : 0;
        }

        return sum;
    }
}
