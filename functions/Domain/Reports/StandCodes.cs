using System.Collections.Immutable;

namespace PromoFunctions.Domain.Reports;

/// <summary>Works out where codes stand at the end of a day, from where they stood before and what the days since brought.</summary>
public static class StandCodes
{
    /// <summary>The standings at the end of a day, by campaign.</summary>
    /// <param name="before">The standings at the end of an earlier day; empty before the first.</param>
    /// <param name="booked">The books of the days since, that day included.</param>
    /// <param name="given">What the claims desk gave on these days.</param>
    /// <param name="withdrawn">What was taken back by the end of the day, of all that the desk ever gave.</param>
    /// <param name="issued">Every batch as it stood at the end of the day.</param>
    /// <param name="past">The last day that is over: codes that worked until it, or less long, have run out.</param>
    public static IReadOnlyList<CodesStanding> After(
        IEnumerable<CodesStanding> before,
        IReadOnlyCollection<LaneDay> booked,
        IReadOnlyCollection<GiftsIssued> given,
        IReadOnlyCollection<GiftsWithdrawn> withdrawn,
        IReadOnlyCollection<CodesIssued> issued,
        string past)
    {
        var standing = before.ToDictionary(campaign => campaign.CampaignId, StringComparer.Ordinal);
        var (uses, gifts, codes) = (booked.ToLookup(day => day.CampaignId), given.ToLookup(gift => gift.CampaignId), issued.ToLookup(batch => batch.CampaignId));
        var back = withdrawn.ToLookup(gift => gift.CampaignId);
        return [
            .. standing.Keys.Concat(uses.Select(campaign => campaign.Key)).Concat(gifts.Select(campaign => campaign.Key)).Concat(codes.Select(campaign => campaign.Key))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(id => After(id, standing.GetValueOrDefault(id), [.. uses[id]], gifts[id], back[id], codes[id], past)),
        ];
    }

    private static CodesStanding After(string id, CodesStanding? before, List<LaneDay> booked, IEnumerable<GiftsIssued> given, IEnumerable<GiftsWithdrawn> withdrawn, IEnumerable<CodesIssued> issued, string past) => new(
        id,
        Batches(before?.Batches ?? [], booked, issued, past),
        Gifts(before?.Gifts ?? [], booked, given, withdrawn, past));

    /// <summary>What is issued is told anew each day, so only the uses go on from the day before.</summary>
    private static ImmutableArray<BatchStanding> Batches(IEnumerable<BatchStanding> before, IEnumerable<LaneDay> booked, IEnumerable<CodesIssued> issued, string past)
    {
        var all = before.Select(batch => batch with { Issued = 0 })
            .Concat(booked.SelectMany(day => day.Batches).Select(batch => new BatchStanding(batch.Batch, batch.Expires, 0, batch.Uses)))
            .Concat(issued.Select(batch => new BatchStanding(batch.Batch, batch.Expires, batch.Count, 0)));
        return [
            .. from batch in all
               group batch by (batch.Batch, Expires: batch.Expires is { } expires && IsOver(expires, past) ? CodesStanding.Over : batch.Expires) into same
               select new BatchStanding(same.Key.Batch, same.Key.Expires, same.Sum(batch => batch.Issued), same.Sum(batch => batch.Redeemed)),
        ];
    }

    /// <summary>Likewise, what is taken back is told anew each day.</summary>
    private static ImmutableArray<GiftStanding> Gifts(
        IEnumerable<GiftStanding> before, IEnumerable<LaneDay> booked, IEnumerable<GiftsIssued> given, IEnumerable<GiftsWithdrawn> withdrawn, string past)
    {
        var all = before.Select(gift => gift with { Withdrawn = 0 })
            .Concat(
                from day in booked
                from gift in day.Gifts
                select new GiftStanding(gift.Reason, gift.Agent, day.Currency, gift.Expires, 0, gift.Redeemed, gift.Goods, gift.Discount, gift.Days.ToImmutableSortedDictionary()))
            .Concat(given.Select(gift => new GiftStanding(gift.Reason, gift.Agent, gift.Currency, gift.Expires, gift.Count, 0, 0, 0, ImmutableSortedDictionary<int, long>.Empty)))
            .Concat(withdrawn.Select(gift => new GiftStanding(gift.Reason, gift.Agent, gift.Currency, gift.Expires, 0, 0, 0, 0, ImmutableSortedDictionary<int, long>.Empty) { Withdrawn = gift.Count }));
        return [
            .. from gift in all
               group gift by (gift.Reason, gift.Agent, gift.Currency, Expires: IsOver(gift.Expires, past) ? CodesStanding.Over : gift.Expires) into same
               select new GiftStanding(
                   same.Key.Reason,
                   same.Key.Agent,
                   same.Key.Currency,
                   same.Key.Expires,
                   same.Sum(gift => gift.Issued),
                   same.Sum(gift => gift.Redeemed),
                   same.Sum(gift => gift.Goods),
                   same.Sum(gift => gift.Discount),
                   same.SelectMany(gift => gift.Days)
                       .GroupBy(days => days.Key)
                       .Where(days => days.Sum(each => each.Value) != 0)
                       .ToImmutableSortedDictionary(days => days.Key, days => days.Sum(each => each.Value)))
               {
                   Withdrawn = same.Sum(gift => gift.Withdrawn),
               },
        ];
    }

    private static bool IsOver(string expires, string past) => expires == CodesStanding.Over || (expires.Length > 0 && string.CompareOrdinal(expires, past) <= 0);
}
