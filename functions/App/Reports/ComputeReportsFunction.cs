using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Campaigns;
using PromoFunctions.App.Reports.Delivery;

namespace PromoFunctions.App.Reports;

/// <summary>Every few minutes: closes the books of days that are over, counts them, and writes the reports; looks at the budgets, and mails finished reports.</summary>
public sealed class ComputeReportsFunction(ComputeReports reports, WatchBudgets budgets, MailReports mails)
{
    /// <summary>Runs it.</summary>
    [Function("ComputeReports")]
    public async Task RunAsync([TimerTrigger("%ReportSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await reports.RunAsync(cancellationToken).ConfigureAwait(false);
        await budgets.RunAsync(cancellationToken).ConfigureAwait(false);
        await mails.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
