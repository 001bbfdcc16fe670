using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>Where codes stand at a report's end, and where they stood before its first day.</summary>
/// <param name="Before">At the end of the day before the period.</param>
/// <param name="AtEnd">At the end of its last day, or now when that is to come.</param>
/// <param name="End">That instant.</param>
public sealed record CodesFigures(IReadOnlyList<CodesStanding> Before, IReadOnlyList<CodesStanding> AtEnd, DateTimeOffset End)
{
    /// <summary>Nothing.</summary>
    public static CodesFigures None { get; } = new([], [], DateTimeOffset.UnixEpoch);

    /// <summary>The rows of codes. A campaign that was over before the period, and of whose codes nothing happened in it, has none.</summary>
    public IReadOnlyList<CodesRow> Codes(IReadOnlyDictionary<CampaignId, Campaign> campaigns, DateTimeOffset start)
    {
        var before = Before.SelectMany(campaign => campaign.Batches.Select(batch => (campaign.CampaignId, Batch: batch))).ToLookup(batch => (batch.CampaignId, batch.Batch.Batch), batch => batch.Batch);
        return CodesRow.InOrder(
            from campaign in AtEnd
            from batch in campaign.Batches
            group batch by (campaign.CampaignId, batch.Batch) into row
            let issued = row.Sum(batch => batch.Issued)
            let redeemed = row.Sum(batch => batch.Redeemed)
            let expired = row.Sum(batch => batch.Expired(IsOver(row.Key.CampaignId, campaigns, End)))
            let figures = new CodesRow(
                row.Key.CampaignId,
                row.Key.Batch,
                issued,
                redeemed,
                expired,
                issued - before[row.Key].Sum(batch => batch.Issued),
                redeemed - before[row.Key].Sum(batch => batch.Redeemed))
            where figures is { IssuedInPeriod: not 0 } or { RedeemedInPeriod: not 0 }
                || (figures is { Issued: not 0 } or { Redeemed: not 0 } && !IsOver(row.Key.CampaignId, campaigns, start))
            select figures);
    }

    /// <summary>The rows of recovery.</summary>
    public IReadOnlyList<RecoveryRow> Recovery(IReadOnlyDictionary<CampaignId, Campaign> campaigns) => RecoveryRow.InOrder(
        from gift in Gifts(campaigns)
        group gift by (gift.Gift.Reason, gift.Gift.Currency) into row
        select new RecoveryRow(row.Key.Reason, row.Key.Currency, Figures(row)));

    /// <summary>The rows of recovery by agent and campaign.</summary>
    public IReadOnlyList<RecoveryDetailRow> RecoveryDetail(IReadOnlyDictionary<CampaignId, Campaign> campaigns) => RecoveryDetailRow.InOrder(
        from gift in Gifts(campaigns)
        group gift by (gift.Gift.Reason, gift.Gift.Agent, gift.CampaignId, gift.Gift.Currency) into row
        select new RecoveryDetailRow(row.Key.Reason, row.Key.Agent, row.Key.CampaignId, row.Key.Currency, Figures(row)));

    /// <summary>What the desk's unredeemed codes may still cost; campaigns without any are left out.</summary>
    public IReadOnlyList<LiabilityRow> Liability(IReadOnlyDictionary<CampaignId, Campaign> campaigns) => LiabilityRow.InOrder(
        from gift in Gifts(campaigns)
        where !gift.Before
        group gift by (gift.CampaignId, gift.Gift.Currency) into row
        let outstanding = row.Sum(gift => gift.Gift.Issued - gift.Gift.Redeemed - gift.Gift.Withdrawn - gift.Expired)
        let redeemed = row.Sum(gift => gift.Gift.Redeemed)
        let average = redeemed > 0 ? Rounded((decimal)row.Sum(gift => gift.Gift.Discount) / redeemed) : (long?)null
        where outstanding != 0
        select new LiabilityRow(row.Key.CampaignId, GoalOf(row.Key.CampaignId, campaigns), row.Key.Currency, outstanding, average, outstanding * average));

    private static long Rounded(decimal amount) => (long)decimal.Round(amount, MidpointRounding.AwayFromZero);

    private static string? GoalOf(string id, IReadOnlyDictionary<CampaignId, Campaign> campaigns) =>
        CampaignOf(id, campaigns) is { } campaign ? Vocabulary<Goal>.Words[campaign.Definition.Goal] : null;

    private static Campaign? CampaignOf(string id, IReadOnlyDictionary<CampaignId, Campaign> campaigns) =>
        CampaignId.TryParse(id, out var known, out _) ? campaigns.GetValueOrDefault(known) : null;

    /// <summary>Whether a campaign's codes work no more: its end has come, or somebody has ended it.</summary>
    private static bool IsOver(string id, IReadOnlyDictionary<CampaignId, Campaign> campaigns, DateTimeOffset at) =>
        CampaignOf(id, campaigns) is { } campaign
        && (campaign.StatusAt(at) == CampaignStatus.Ended || campaign.TermsAt(at)?.Terms.EndsAt <= at);

    private static RecoveryFigures Figures(IEnumerable<StandingGift> gifts)
    {
        var (before, now) = (gifts.Where(gift => gift.Before).ToList(), gifts.Where(gift => !gift.Before).ToList());
        var withdrawn = now.Sum(gift => gift.Gift.Withdrawn);
        var (issued, redeemed, revenue, expired) = (now.Sum(gift => gift.Gift.Issued), now.Sum(gift => gift.Gift.Redeemed), now.Sum(gift => gift.Gift.Goods), now.Sum(gift => gift.Expired));
        return new(
            issued,
            redeemed,
            Median.Of(now.SelectMany(gift => gift.Gift.Days).Select(days => KeyValuePair.Create((long)days.Key, days.Value))),
            revenue,
            expired,
            issued - redeemed - withdrawn - expired,
            issued - before.Sum(gift => gift.Gift.Issued),
            redeemed - before.Sum(gift => gift.Gift.Redeemed),
            revenue - before.Sum(gift => gift.Gift.Goods))
        {
            Withdrawn = withdrawn,
        };
    }

    /// <summary>The gifts of both ends, as at the period's end what has run out by then.</summary>
    private IEnumerable<StandingGift> Gifts(IReadOnlyDictionary<CampaignId, Campaign> campaigns) =>
        AtEnd.SelectMany(campaign => campaign.Gifts.Select(gift => new StandingGift(campaign.CampaignId, gift, false, gift.Expired(IsOver(campaign.CampaignId, campaigns, End)))))
            .Concat(Before.SelectMany(campaign => campaign.Gifts.Select(gift => new StandingGift(campaign.CampaignId, gift, true, 0))));

    private sealed record StandingGift(string CampaignId, GiftStanding Gift, bool Before, long Expired);
}
