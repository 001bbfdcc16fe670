using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>Makes a report of what the books say.</summary>
public static class ComputeReport
{
    /// <summary>The report of a period: the same for the same books, whoever computes it and whenever.</summary>
    /// <param name="period">The period.</param>
    /// <param name="books">The books of at least its days.</param>
    /// <param name="claims">The claims of at least its days.</param>
    /// <param name="codes">Where codes stood at its ends.</param>
    /// <param name="campaigns">What the catalogue says of the campaigns.</param>
    /// <param name="calendar">The business days.</param>
    /// <param name="computedAt">When the books were read.</param>
    public static Report Of(
        ReportPeriod period,
        BookFigures books,
        IEnumerable<ClaimDay> claims,
        CodesFigures codes,
        IReadOnlyDictionary<CampaignId, Campaign> campaigns,
        BusinessCalendar calendar,
        DateTimeOffset computedAt)
    {
        var rows = Rows(period, books, campaigns);
        var claimRows = ClaimDay.Rows(claims.Where(day => period.Contains(day.Day)));
        var codeRows = codes.Codes(campaigns, calendar.StartOf(period.FirstDay));
        return new(
            period,
            calendar.ZoneId,
            books.Progress.HasClosed(period),
            computedAt,
            rows,
            claimRows,
            ReconcileBooks.Control(period, books, rows))
        {
            Codes = codeRows,
            Campaigns = Totals(rows, codeRows, campaigns),
            Recovery = codes.Recovery(campaigns),
            RecoveryDetail = codes.RecoveryDetail(campaigns),
            Liability = codes.Liability(campaigns),
            Summary = Summary(rows, claimRows),
        };
    }

    private static IReadOnlyList<CampaignTotalRow> Totals(IReadOnlyList<ReportRow> rows, IReadOnlyList<CodesRow> codes, IReadOnlyDictionary<CampaignId, Campaign> campaigns)
    {
        var figures = rows.ToLookup(row => (row.CampaignId, row.Currency));
        var worksOnce = codes.Where(row => row.Batch != CodesRow.Public).ToLookup(row => row.CampaignId);
        var withCodes = from campaign in worksOnce
                        let known = CampaignOf(campaign.Key, campaigns)
                        where known is not null
                        select (CampaignId: campaign.Key, Currency: known.Definition.Terms.Currency.Code);
        return CampaignTotalRow.InOrder(
            from key in figures.Select(row => row.Key).Union(withCodes)
            let campaign = CampaignOf(key.CampaignId, campaigns)
            let of = figures[key].ToList()
            select new CampaignTotalRow(
                key.CampaignId,
                campaign?.Definition.Name ?? key.CampaignId,
                campaign is null ? null : Vocabulary<Goal>.Words[campaign.Definition.Goal],
                key.Currency,
                of.Sum(row => row.Redemptions),
                of.Sum(row => row.Discount),
                of.Sum(row => row.OrderValue),
                of.Sum(row => row.RefundedDiscount),
                worksOnce[key.CampaignId].Sum(row => row.Issued),
                worksOnce[key.CampaignId].Sum(row => row.Redeemed)));
    }

    private static IReadOnlyList<SummaryRow> Summary(IReadOnlyList<ReportRow> rows, IReadOnlyList<ClaimRow> claims) => [
        .. rows.Select(row => row.Currency)
            .Concat(claims.Select(row => row.Currency))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(currency => new SummaryRow(
                currency,
                rows.Where(row => row.Currency == currency).Sum(row => row.Discount),
                rows.Where(row => row.Currency == currency).Sum(row => row.RefundedDiscount),
                claims.Where(row => row.Currency == currency).Sum(row => row.Amount),
                claims.Where(row => row.Currency == currency).Sum(row => row.Overridden))),
    ];

    private static IReadOnlyList<ReportRow> Rows(ReportPeriod period, BookFigures books, IReadOnlyDictionary<CampaignId, Campaign> campaigns)
    {
        var booked = from day in books.Booked
                     where period.Contains(day.Day)
                     from channel in day.Channels
                     select (Key: (day.CampaignId, day.Currency, Channel: channel.Key), Figures: channel.Value, Adjusted: 0L);

        // What was booked within the period is among its own figures already.
        var adjusted = from adjustment in books.Adjustments
                       where period.Contains(adjustment.OrderDay) && !period.Contains(adjustment.BookedDay)
                       select (Key: (adjustment.CampaignId, adjustment.Currency, adjustment.Channel), Figures: ChannelDay.None, Adjusted: adjustment.Discount);
        return ReportRow.InOrder(
            from figure in booked.Concat(adjusted)
            group figure by figure.Key into row
            let campaign = CampaignOf(row.Key.CampaignId, campaigns)
            select new ReportRow(
                row.Key.CampaignId,
                campaign?.Definition.Name ?? row.Key.CampaignId,
                campaign is null ? null : Vocabulary<Goal>.Words[campaign.Definition.Goal],
                row.Key.Currency,
                row.Key.Channel,
                row.Sum(figure => figure.Figures.Redemptions),
                row.Sum(figure => figure.Figures.Retroactive),
                row.Sum(figure => figure.Figures.Discount),
                row.Sum(figure => figure.Figures.OrderValue),
                row.Sum(figure => CustomersOf(figure.Figures, period.Kind)),
                row.Sum(figure => figure.Figures.Refunds),
                row.Sum(figure => figure.Figures.RefundedDiscount),
                row.Sum(figure => figure.Figures.HoldsExpired),
                row.Sum(figure => figure.Adjusted)));
    }

    private static long CustomersOf(ChannelDay figures, ReportKind kind) => kind switch
    {
        ReportKind.Daily => figures.Customers,
        ReportKind.Weekly => figures.WeekCustomers,
        ReportKind.Monthly => figures.MonthCustomers,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of report."),
    };

    private static Campaign? CampaignOf(string id, IReadOnlyDictionary<CampaignId, Campaign> campaigns) =>
        CampaignId.TryParse(id, out var known, out _) ? campaigns.GetValueOrDefault(known) : null;
}
