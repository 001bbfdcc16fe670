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
    /// <param name="campaigns">What the catalogue says of the campaigns.</param>
    /// <param name="timeZone">The zone of the days.</param>
    /// <param name="computedAt">When the books were read.</param>
    public static Report Of(
        ReportPeriod period,
        BookFigures books,
        IEnumerable<ClaimDay> claims,
        IReadOnlyDictionary<CampaignId, Campaign> campaigns,
        string timeZone,
        DateTimeOffset computedAt)
    {
        var rows = Rows(period, books, campaigns);
        return new(
            period,
            timeZone,
            books.Progress.HasClosed(period),
            computedAt,
            rows,
            ClaimDay.Rows(claims.Where(day => period.Contains(day.Day))),
            ReconcileBooks.Control(period, books, rows));
    }

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
