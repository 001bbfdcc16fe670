using Microsoft.Extensions.Logging;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Closes what is over, counts it, and writes the reports of open and of newly counted periods.</summary>
/// <remarks>
/// Safe beside itself, and after a death at any instruction the next run goes on: every step may be done twice with the same
/// end, and a day is marked as counted after its reports are written.
/// </remarks>
public sealed class ComputeReports(IDayBooks books, IReportStore store, PrepareReports prepare, BusinessCalendar calendar, TimeProvider clock, IEnumerable<IDifferenceNotice> notices, ILogger<ComputeReports> logger)
{
    /// <summary>A day is closed this long after its end, so that what was under way at midnight has landed on it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Runs it.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync((_, _, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Runs it, and says on the way which step it is at and how many days or reports of it are done.</summary>
    public async Task RunAsync(Func<string, long, CancellationToken, Task> at, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await at("close", 0, cancellationToken).ConfigureAwait(false);
        var progress = await CloseAsync(BusinessCalendar.Before(calendar.DayOf(now - Grace)), cancellationToken).ConfigureAwait(false);
        var counted = await CountAsync(progress, at, cancellationToken).ConfigureAwait(false);
        await at("write", 0, cancellationToken).ConfigureAwait(false);

        // Open days are today and, within the grace, yesterday; a closed day whose count still waits is shown as closed.
        var written = await WriteAsync(DaysAfter(counted, calendar.DayOf(now)), cancellationToken).ConfigureAwait(false);
        Log.ReportsWritten(logger, written, progress.ClosedThrough ?? "none", counted ?? "none");
    }

    private static IEnumerable<string> DaysAfter(string? day, string last)
    {
        for (var next = day is null ? last : BusinessCalendar.After(day); string.CompareOrdinal(next, last) <= 0; next = BusinessCalendar.After(next))
        {
            yield return next;
        }
    }

    private async Task<BookProgress> CloseAsync(string day, CancellationToken cancellationToken)
    {
        var progress = await books.ProgressAsync(cancellationToken).ConfigureAwait(false);
        if (string.CompareOrdinal(progress.ClosedThrough, day) >= 0)
        {
            return progress;
        }

        await books.CloseAsync(await prepare.CampaignsAsync(cancellationToken).ConfigureAwait(false), day, cancellationToken).ConfigureAwait(false);
        Log.DayClosed(logger, day);
        return await books.ProgressAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts closed days in order, up to the first whose entries are still under way; answers the last one counted.</summary>
    private async Task<string?> CountAsync(BookProgress progress, Func<string, long, CancellationToken, Task> at, CancellationToken cancellationToken)
    {
        var last = progress.CountedThrough ?? (progress.First is { } first ? BusinessCalendar.Before(first) : null);
        if (last is null || progress.ClosedThrough is not { } closed)
        {
            return last;
        }

        var campaigns = await prepare.CampaignsAsync(cancellationToken).ConfigureAwait(false);
        var days = 0;
        foreach (var day in DaysAfter(last, closed))
        {
            await at("count", days++, cancellationToken).ConfigureAwait(false);
            if (await books.CountAsync(campaigns, day, cancellationToken).ConfigureAwait(false) is not { } orderDays)
            {
                Log.CountWaits(logger, day);
                break;
            }

            await prepare.KeepClaimsAsync(day, cancellationToken).ConfigureAwait(false);
            await prepare.KeepCodesAsync(day, cancellationToken).ConfigureAwait(false);
            await WriteAsync([day], cancellationToken).ConfigureAwait(false);

            // An order of before the books, or of a shop whose clock runs ahead, has no report to adjust.
            foreach (var orderDay in orderDays.Where(other => string.CompareOrdinal(other, progress.First) >= 0 && string.CompareOrdinal(other, day) < 0))
            {
                await WriteAsync([orderDay], cancellationToken).ConfigureAwait(false);
            }

            await books.MarkCountedAsync(day, cancellationToken).ConfigureAwait(false);
            last = day;
        }

        return last;
    }

    /// <summary>Writes the reports of the days, and of their weeks and months.</summary>
    private async Task<int> WriteAsync(IEnumerable<string> days, CancellationToken cancellationToken)
    {
        var periods = days.SelectMany(ReportPeriod.AllOf).Distinct().ToList();
        if (periods.Count == 0)
        {
            return 0;
        }

        var reports = await prepare.ManyAsync(periods, cancellationToken).ConfigureAwait(false);
        foreach (var report in reports)
        {
            await SaveAsync(report, cancellationToken).ConfigureAwait(false);
        }

        await TellAsync(reports, cancellationToken).ConfigureAwait(false);
        return periods.Count;
    }

    private async Task SaveAsync(Report report, CancellationToken cancellationToken)
    {
        await store.SaveAsync(report, cancellationToken).ConfigureAwait(false);
        PromoTelemetry.Reported(Vocabulary<ReportKind>.Words[report.Period.Kind], report.Control.Difference);
        if (report.Control.Difference > 0)
        {
            Log.BooksDiffer(logger, report.Period.ToString(), report.Control.Difference);
        }
    }

    /// <summary>Tells of the days that differ: a week or a month differs where its days do, and shows it, but is not told of again.</summary>
    private async Task TellAsync(IReadOnlyList<Report> written, CancellationToken cancellationToken)
    {
        var today = calendar.DayOf(clock.GetUtcNow());
        var days = written.Where(report => report.Control.Difference > 0).SelectMany(report => report.Period.Days)
            .Where(day => string.CompareOrdinal(day, today) <= 0)
            .Select(day => ReportPeriod.Of(ReportKind.Daily, day))
            .Distinct()
            .ToList();
        if (days.Count == 0)
        {
            return;
        }

        foreach (var report in (await prepare.ManyAsync(days, cancellationToken).ConfigureAwait(false)).Where(report => report.Control.Difference > 0))
        {
            // A day that was closed long ago, and whose books were changed since, is written anew: it shows what is told of it.
            if (written.All(other => other.Period != report.Period))
            {
                await SaveAsync(report, cancellationToken).ConfigureAwait(false);
            }

            foreach (var notice in notices)
            {
                await notice.TellAsync(report, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
