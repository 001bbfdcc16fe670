using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Refunds;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>An order that is to be refunded: its own redemption and every retroactive one, since all of them lowered what the customer paid.</summary>
/// <param name="Redemptions">The own one first, then the others as they were made.</param>
/// <param name="Basis">The one that says what was bought: the order's own, and without one the first retroactive one.</param>
internal sealed record RefundCase(ImmutableArray<TakenRedemption> Redemptions, TakenRedemption Basis)
{
    /// <summary>The case of an order, or null when nothing of it is redeemed.</summary>
    /// <param name="redemptions">Every redemption of the order.</param>
    /// <param name="basis">The basis of earlier refunds; empty without any.</param>
    public static RefundCase? Of(IEnumerable<TakenRedemption> redemptions, string basis)
    {
        var redeemed = redemptions
            .Where(taken => taken.Redemption.State == RedemptionState.Redeemed)
            .OrderBy(taken => taken.Redemption.Retroactive)
            .ThenBy(taken => taken.Redemption.RedeemedAt)
            .ThenBy(taken => taken.Redemption.RedemptionId, StringComparer.Ordinal)
            .ToList();
        return (redeemed.Find(taken => taken.Redemption.RedemptionId == basis) ?? redeemed.FirstOrDefault()) is { } first
            ? new([.. redeemed.Where(taken => taken.Redemption.Currency == first.Redemption.Currency)], first)
            : null;
    }

    /// <summary>What was bought and what came off it.</summary>
    public RefundableOrder Order() => RefundableOrder.Of(Basis.Attempt.Intent.Lines, Basis.Attempt.Intent.Shipping, Takings().Select(taking => taking.Given));

    /// <summary>What a refund brings back, by lane and redemption.</summary>
    public ImmutableArray<RefundShare> Shares(RefundVerdict.Granted granted, BusinessCalendar calendar)
    {
        var counted = new HashSet<(string Campaign, string Channel)>();
        return [
            .. from taking in Takings()
               let attempt = taking.Taken.Attempt
               let back = granted.SoFar.Complete
               select new RefundShare(
                   taking.Lane.Partition,
                   attempt.Key.RedemptionId,
                   attempt.Intent.CustomerKey,
                   attempt.Intent.Channel,
                   attempt.Intent.Currency,
                   taking.Parts[0].TermsVersion,
                   calendar.DayOf(taking.Taken.ReportedAt),
                   counted.Add((taking.Lane.CampaignId, attempt.Intent.Channel)),
                   granted.Discounts[taking.Given.Id],
                   back ? taking.Parts.Length : 0,
                   back ? taking.Given.Amount : 0)
               {
                   OrderId = attempt.Intent.OrderId,
                   Returned = back && UseOrigin.Of(attempt, taking.Parts, calendar).OfType<UseOrigin>().ToList() is { Count: > 0 } returned ? returned : null,
               },
        ];
    }

    /// <summary>What each redemption took of each campaign.</summary>
    private IEnumerable<(TakenRedemption Taken, LaneKey Lane, ImmutableArray<RedemptionPart> Parts, GivenDiscount Given)> Takings() =>
        from taken in Redemptions
        from lane in taken.Attempt.Lanes
        let parts = taken.Attempt.Intent.Parts.Where(part => part.CampaignId == lane.CampaignId).ToImmutableArray()
        select (taken, lane, parts, new GivenDiscount(
            $"{taken.Redemption.RedemptionId}|{lane.CampaignId}",
            parts.Sum(part => part.Discount),
            [.. parts.SelectMany(part => part.Lines)],
            parts.Sum(part => part.ShippingDiscount)));
}
