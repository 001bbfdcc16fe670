using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>A report worked out from nothing but the list of what happened, in the plainest way.</summary>
/// <param name="events">All of it.</param>
/// <param name="zone">The zone of the days.</param>
/// <param name="period">The report's period.</param>
/// <param name="today">The present day: an open period ends with it.</param>
/// <param name="countedThrough">Adjustments of later days are not known yet.</param>
internal sealed class NaiveReport(HistoryEvents events, TimeZoneInfo zone, ReportPeriod period, string today, string? countedThrough)
{
    /// <summary>The campaign that ends within the history, and when.</summary>
    public required (string Campaign, DateTimeOffset At) Ends { get; init; }

    public required DateTimeOffset Now { get; init; }

    public IReadOnlyList<ReportRow> Rows()
    {
        var keys = events.Uses.Select(use => (use.At, Key: (use.Campaign, use.Currency, use.Channel)))
            .Concat(events.Returns.Select(back => (back.At, Key: (back.Use.Campaign, back.Use.Currency, back.Use.Channel))))
            .Concat(events.Lapses.Select(lapse => (lapse.At, Key: (lapse.Campaign, lapse.Currency, lapse.Channel))))
            .Where(each => Within(each.At))
            .Select(each => each.Key)
            .Concat(Adjustments().Select(each => each.Key))
            .Distinct();
        return ReportRow.InOrder(keys.Select(key =>
        {
            var uses = events.Uses.Where(use => Within(use.At) && KeyOf(use) == key).ToList();
            var returns = events.Returns.Where(back => Within(back.At) && KeyOf(back.Use) == key).ToList();
            return new ReportRow(
                key.Campaign,
                "Name of " + key.Campaign,
                "clear-inventory",
                key.Currency,
                key.Channel,
                uses.Count,
                uses.Count(use => use.Retroactive),
                uses.Sum(use => use.Discount),
                uses.DistinctBy(use => (use.Order, use.Retroactive)).Sum(use => use.Goods),
                uses.Select(use => use.Customer ?? "order " + use.Order).Distinct().Count(),
                returns.DistinctBy(back => (back.At, back.Use.Order)).Count(),
                returns.Sum(back => back.Discount),
                events.Lapses.Count(lapse => Within(lapse.At) && (lapse.Campaign, lapse.Currency, lapse.Channel) == key),
                Adjustments().Where(each => each.Key == key).Sum(each => each.Discount));
        }));
    }

    public IReadOnlyList<CodesRow> Codes()
    {
        var keys = events.Issues.Where(issue => Until(issue.At)).Select(issue => (issue.Campaign, issue.Batch))
            .Concat(events.Uses.Where(use => Until(use.At)).Select(use => (use.Campaign, use.Batch)))
            .Distinct();
        return CodesRow.InOrder(keys.Select(key =>
        {
            var issues = events.Issues.Where(issue => (issue.Campaign, issue.Batch) == key).ToList();
            var uses = events.Uses.Where(use => (use.Campaign, use.Batch) == key).ToList();
            var back = events.Returns.Where(each => each.Whole && (each.Use.Campaign, each.Use.Batch) == key).ToList();
            var over = Ends.Campaign == key.Campaign && Ends.At <= Now && Until(Ends.At);
            long Net(Func<DateTimeOffset, bool> when, Func<string?, bool> which) =>
                uses.Count(use => when(use.At) && which(use.LastDay)) - back.Count(each => when(each.At) && which(each.Use.LastDay));
            bool RanOut(string? day) => over || (day is not null && HasPassed(day));
            return new CodesRow(
                key.Campaign,
                key.Batch,
                issues.Where(issue => Until(issue.At)).Sum(issue => issue.Count),
                Net(Until, _ => true),
                key.Batch == "public" ? 0 : issues.Where(issue => Until(issue.At) && RanOut(issue.LastDay)).Sum(issue => issue.Count) - Net(Until, RanOut),
                issues.Where(issue => Within(issue.At)).Sum(issue => issue.Count),
                Net(Within, _ => true));
        }).Where(row => row is { IssuedInPeriod: not 0 } or { RedeemedInPeriod: not 0 }
            || !(Ends.Campaign == row.CampaignId && string.CompareOrdinal(DayOf(Ends.At), period.FirstDay) < 0)));
    }

    public IReadOnlyList<RecoveryRow> Recovery() => RecoveryRow.InOrder(
        GiftsByEnd().GroupBy(gift => (gift.Reason, gift.Currency)).Select(row => new RecoveryRow(row.Key.Reason, row.Key.Currency, Figures(gift => (gift.Reason, gift.Currency) == row.Key))));

    public IReadOnlyList<RecoveryDetailRow> RecoveryDetail() => RecoveryDetailRow.InOrder(
        GiftsByEnd().GroupBy(gift => (gift.Reason, gift.Agent, gift.Campaign, gift.Currency))
            .Select(row => new RecoveryDetailRow(row.Key.Reason, row.Key.Agent, row.Key.Campaign, row.Key.Currency, Figures(gift => (gift.Reason, gift.Agent, gift.Campaign, gift.Currency) == row.Key))));

    public IReadOnlyList<LiabilityRow> Liability() => LiabilityRow.InOrder(
        from gift in GiftsByEnd()
        group gift by (gift.Campaign, gift.Currency) into row
        let figures = Figures(gift => (gift.Campaign, gift.Currency) == row.Key)
        let discount = Standing(gift => (gift.Campaign, gift.Currency) == row.Key).Sum(use => use.Discount)
        let average = figures.Redeemed > 0 ? (long)Math.Floor(((double)discount / figures.Redeemed) + 0.5) : (long?)null
        where figures.Outstanding > 0
        select new LiabilityRow(row.Key.Campaign, "clear-inventory", row.Key.Currency, figures.Outstanding, average, average * figures.Outstanding));

    public IReadOnlyList<ClaimRow> Claims() => ClaimRow.InOrder(
        from claim in events.Claims
        where Within(claim.At)
        group claim by (claim.Kind, claim.Currency) into row
        let minutes = row.Where(claim => claim.What != "received").Select(claim => claim.Minutes).Order().ToList()
        select new ClaimRow(
            row.Key.Kind,
            row.Key.Currency,
            row.Count(claim => claim.What == "received"),
            row.Count(claim => claim.What == "approved"),
            row.Count(claim => claim.What == "denied"),
            row.Count(claim => claim.What == "escalated"),
            row.Sum(claim => claim.Amount),
            row.Sum(claim => claim.Beyond),
            minutes.Count == 0 ? null : (minutes[(minutes.Count - 1) / 2] + minutes[minutes.Count / 2]) / 2m));

    public IReadOnlyList<SummaryRow> Summary()
    {
        var (rows, claims) = (Rows(), Claims());
        return [
            .. rows.Select(row => row.Currency).Concat(claims.Select(claim => claim.Currency)).Distinct().Order(StringComparer.Ordinal).Select(currency => new SummaryRow(
                currency,
                rows.Where(row => row.Currency == currency).Sum(row => row.Discount),
                rows.Where(row => row.Currency == currency).Sum(row => row.RefundedDiscount),
                claims.Where(claim => claim.Currency == currency).Sum(claim => claim.Amount),
                claims.Where(claim => claim.Currency == currency).Sum(claim => claim.Overridden))),
        ];
    }

    /// <summary>What was redeemed and refunded in the period, in one currency: for the control.</summary>
    public long Discount(string currency) => events.Uses.Where(use => Within(use.At) && use.Currency == currency).Sum(use => use.Discount);

    public long Redemptions() => events.Uses.Count(use => Within(use.At));

    private static (string Campaign, string Currency, string Channel) KeyOf(Used use) => (use.Campaign, use.Currency, use.Channel);

    private string DayOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", null);

    private bool Within(DateTimeOffset at) => period.Contains(DayOf(at));

    private bool Until(DateTimeOffset at) => string.CompareOrdinal(DayOf(at), period.LastDay) <= 0;

    /// <summary>A day passes with its end, which an open period has not reached on the present day.</summary>
    private bool HasPassed(string day) => string.CompareOrdinal(day, period.LastDay) <= 0 && string.CompareOrdinal(day, today) < 0;

    private IEnumerable<Given> GiftsByEnd() => events.Gifts.Where(gift => Until(gift.At));

    /// <summary>The uses of gifts by the period's end that were not undone by then.</summary>
    private List<Used> Standing(Func<Given, bool> which) => [
        .. events.Uses.Where(use => use.Gift is { } gift && which(gift) && Until(use.At) && !events.Returns.Exists(back => back.Whole && back.Use == use && Until(back.At))),
    ];

    private RecoveryFigures Figures(Func<Given, bool> which)
    {
        var gifts = GiftsByEnd().Where(which).ToList();
        var standing = Standing(which);
        var days = standing.Select(use => (long)(use.OrderedAt - (use.Gift?.At ?? default)).Days).Order().ToList();
        var withdrawn = events.Withdrawals.Where(back => Until(back.At) && which(back.Gift)).ToList();
        var expired = gifts.Count(gift => HasPassed(gift.LastDay)) - withdrawn.Count(back => HasPassed(back.Gift.LastDay)) - standing.Count(use => use.Gift is { } gift && HasPassed(gift.LastDay));
        var uses = events.Uses.Where(use => use.Gift is { } gift && which(gift) && Within(use.At)).ToList();
        var undone = events.Returns.Where(back => back is { Whole: true, Use.Gift: { } gift } && which(gift) && Within(back.At)).ToList();
        return new(
            gifts.Count,
            standing.Count,
            days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2m,
            standing.Sum(use => use.Goods),
            expired,
            gifts.Count - standing.Count - withdrawn.Count - expired,
            gifts.Count(gift => Within(gift.At)),
            uses.Count - undone.Count,
            uses.Sum(use => use.Goods) - undone.Sum(back => back.Use.Goods))
        {
            Withdrawn = withdrawn.Count,
        };
    }

    /// <summary>The day that has the use: of a confirmed hold that of the confirmation, so that a day's net never goes below zero.</summary>
    private static DateTimeOffset AdjustedAt(Used use) => use.Retroactive ? use.OrderedAt : use.At;

    private IEnumerable<((string Campaign, string Currency, string Channel) Key, long Discount)> Adjustments() =>
        events.Uses.Where(use => use.Retroactive).Select(use => (use.At, Use: use, use.Discount))
            .Concat(events.Returns.Select(back => (back.At, back.Use, Discount: -back.Discount)))
            .Where(each => period.Contains(DayOf(AdjustedAt(each.Use)))
                && DayOf(AdjustedAt(each.Use)) != DayOf(each.At)
                && !Within(each.At)
                && string.CompareOrdinal(DayOf(each.At), countedThrough) <= 0)
            .Select(each => (KeyOf(each.Use), each.Discount));
}
