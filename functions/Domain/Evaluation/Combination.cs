using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>Codes applied one after the other: item discounts, then order, then shipping; within a class by campaign, then by code.</summary>
internal static class Combination
{
    /// <summary>The order in which discounts are taken.</summary>
    internal static int InOrder(Admitted one, Admitted other)
    {
        var byClass = one.Terms.Discount.Class.CompareTo(other.Terms.Discount.Class);
        var byCampaign = byClass != 0 ? byClass : one.Campaign.Id.CompareTo(other.Campaign.Id);
        return byCampaign != 0 ? byCampaign : one.Candidate.Code.CompareTo(other.Candidate.Code);
    }

    /// <summary>What each code takes off of what the earlier ones left; <paramref name="codes"/> are in order.</summary>
    internal static Reduction[] Apply(Cart cart, IReadOnlyList<Admitted> codes)
    {
        var basket = Basket.Of(cart);
        var reductions = new Reduction[codes.Count];
        for (var i = 0; i < reductions.Length; i++)
        {
            reductions[i] = codes[i].Terms.Discount.TakeOff(basket);
            basket = i < reductions.Length - 1 ? basket.After(reductions[i]) : basket;
        }

        return reductions;
    }

    /// <summary>
    /// The limit that has no room for these codes together, or null. Every code is one use of its campaign, so several of
    /// one campaign share what is left of it.
    /// </summary>
    internal static string? LimitWithoutRoom(IReadOnlyList<Admitted> codes, Reduction[] reductions)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i].Candidate.Limits is not { } left)
            {
                continue;
            }

            var (uses, discount) = Demand(codes, reductions, codes[i].Campaign.Id);
            if (uses > left.Total)
            {
                return RefusalCodes.UsedUp;
            }

            if (codes[i].Campaign.Definition.Limits.PerCustomer is not null && uses > left.Customer)
            {
                return RefusalCodes.CustomerLimit;
            }

            if (discount > left.Budget)
            {
                return RefusalCodes.BudgetUsedUp;
            }
        }

        return null;
    }

    private static (int Uses, long Discount) Demand(IReadOnlyList<Admitted> codes, Reduction[] reductions, CampaignId campaign)
    {
        var uses = 0;
        long discount = 0;
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i].Campaign.Id == campaign)
            {
                uses++;
                discount += reductions[i].Total;
            }
        }

        return (uses, discount);
    }
}
