using Microsoft.Extensions.Logging;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Delivery;

/// <summary>Mails finance each period's report once it is closed and counted.</summary>
/// <remarks>
/// Day after day from where the last run stopped, and a week or month with its last day. Given to the mail first, noted after: a crash between
/// the two gives it again, under the period's id, under which it is sent once; so do two processes at once.
/// </remarks>
public sealed class MailReports(IDayBooks books, IReportStore store, IReportPost post, IMailQueue mails, FinanceMailSettings settings, MailSettings mailing, ILogger<MailReports> logger)
{
    /// <summary>Gives what is due to the mail. Where nobody is to be mailed, periods pass all the same: whoever is named later gets what comes from then on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var progress = await books.ProgressAsync(cancellationToken).ConfigureAwait(false);
        if (progress is not { First: { } first, CountedThrough: { } counted })
        {
            return;
        }

        var day = await post.MailedThroughAsync(cancellationToken).ConfigureAwait(false) ?? BusinessCalendar.Before(first);
        while (string.CompareOrdinal(day, counted) < 0)
        {
            day = BusinessCalendar.After(day);
            foreach (var period in ReportPeriod.AllOf(day).Where(period => period.LastDay == day))
            {
                if (settings.To is { } to && !await MailAsync(period, to, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            await post.MarkMailedAsync(day, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>False while the report is being written anew: the next run has it.</summary>
    private async Task<bool> MailAsync(ReportPeriod period, string to, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(period, cancellationToken).ConfigureAwait(false) is not { Final: true } report)
        {
            return false;
        }

        await mails.SendAsync(await WriteReportMail.OfAsync(report, to, mailing.Shop, mailing.Staff, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        Log.ReportMailed(logger, period.ToString());
        return true;
    }
}
