using PromoFunctions.App.Http;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Answers what finance asks. A period that is closed and counted is answered as it was written, any other computed anew: a fresh figure beats a stale one.</summary>
public sealed class ShowReports(IDayBooks books, IReportStore store, PrepareReports prepare, BusinessCalendar calendar, TimeProvider clock)
{
    /// <summary>200 with the periods that have a report, the latest first.</summary>
    public async Task<Answer> ListAsync(Page page, CancellationToken cancellationToken)
    {
        ReportPeriod? after = null;
        if (page.After is not null && !ReportPeriod.TryParseToken(page.After, out after))
        {
            return Page.Misplaced;
        }

        var written = await store.ListAsync(page.Limit + 1, after, cancellationToken).ConfigureAwait(false);
        var found = await WithTodayAsync(written, after, cancellationToken).ConfigureAwait(false);
        return page.Answer(found, item => item.Period.ToToken(), ReportJson.Write);
    }

    /// <summary>A report in the format that is asked for; or 400 for a period or a format that is none, 404 for a kind or a period without a report.</summary>
    /// <param name="kind">How long the period is.</param>
    /// <param name="period">Its name.</param>
    /// <param name="format">The query parameter; it beats the header.</param>
    /// <param name="accept">The header <c>Accept</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ShownReport> OneAsync(string kind, string period, string? format, IList<string?> accept, CancellationToken cancellationToken)
    {
        if (!Vocabulary<ReportKind>.Words.TryFind(kind, out var known))
        {
            return Problem.NotFound($"There are no such reports: the kind {Vocabulary<ReportKind>.Words.Requirement}");
        }

        if (!ReportPeriod.TryParse(known, period, out var wanted, out var problem))
        {
            return Problem.Invalid("period", problem);
        }

        if (ChooseFormat.Of(format, accept) is not { } chosen)
        {
            return Problem.Invalid("format", Vocabulary<ReportFormat>.Words.Requirement);
        }

        return await FindAsync(wanted, cancellationToken).ConfigureAwait(false) is { } report
            ? new ShownReport(report, chosen, null)
            : Problem.NotFound("There is no report of this period: it has not begun, or lies before the first day of the books.");
    }

    /// <summary>Today, its week and its month can be asked for before a run has written them, so the list has them too.</summary>
    private async Task<IReadOnlyList<ReportListing>> WithTodayAsync(IReadOnlyList<ReportListing> written, ReportPeriod? after, CancellationToken cancellationToken)
    {
        var missing = ReportPeriod.AllOf(calendar.DayOf(clock.GetUtcNow()))
            .Where(period => (after is null || ReportPeriod.CompareLatestFirst(after, period) < 0) && written.All(item => item.Period != period))
            .ToList();
        if (missing.Count == 0)
        {
            return written;
        }

        var fresh = await prepare.ManyAsync(missing, cancellationToken).ConfigureAwait(false);
        return [
            .. fresh.Select(report => new ReportListing(report.Period, report.Closed, report.ComputedAt, report.Control.Difference))
                .Concat(written)
                .Order(Comparer<ReportListing>.Create((left, right) => ReportPeriod.CompareLatestFirst(left.Period, right.Period))),
        ];
    }

    private async Task<Report?> FindAsync(ReportPeriod period, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(period, cancellationToken).ConfigureAwait(false) is { Final: true } written)
        {
            return written;
        }

        var today = calendar.DayOf(clock.GetUtcNow());
        if (string.CompareOrdinal(period.FirstDay, today) > 0)
        {
            return null;
        }

        // Until the first day was closed the books have no beginning: any day may have figures.
        var first = (await books.ProgressAsync(cancellationToken).ConfigureAwait(false)).First;
        if (first is not null && string.CompareOrdinal(period.LastDay, first) < 0)
        {
            return null;
        }

        var report = await prepare.OneAsync(period, cancellationToken).ConfigureAwait(false);
        return first is null && report.Rows.Count == 0 && !period.Contains(today) ? null : report;
    }
}
