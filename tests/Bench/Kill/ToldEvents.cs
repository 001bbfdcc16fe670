using System.Globalization;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Bench.Kill;

/// <summary>Events of redemptions against the answers.</summary>
internal static class ToldEvents
{
    /// <summary>Every disagreement: an order that was told is one event in each of its campaigns, with the discount that was told.</summary>
    public static IEnumerable<string> Compare(string campaign, Orders orders, IEnumerable<RedemptionEvent> events)
    {
        var told = orders.Made.Values
            .Where(order => order.Discounts.ContainsKey(campaign))
            .ToDictionary(order => order.RedemptionId, order => order.Discounts[campaign]);
        foreach (var redemption in events.GroupBy(each => each.RedemptionId).ToList())
        {
            if (redemption.Count() > 1)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{campaign}: {redemption.Key} stands {redemption.Count()} times");
            }

            if (!told.Remove(redemption.Key, out var discount))
            {
                yield return $"{campaign}: {redemption.Key} stands there, and nobody was told";
            }
            else if (redemption.First() is var first && (first.Kind, first.Discount) != (RedemptionEventKind.Redeemed, discount))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{campaign}: {redemption.Key} is {first.Kind} with {first.Discount} where {discount} was told");
            }
        }

        foreach (var missing in told.Keys)
        {
            yield return $"{campaign}: {missing} is missing";
        }
    }
}
