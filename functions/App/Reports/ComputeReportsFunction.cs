using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Campaigns;

namespace PromoFunctions.App.Reports;

/// <summary>Every few minutes: closes the books of days that are over, counts them, and writes the reports; then looks at the budgets.</summary>
public sealed class ComputeReportsFunction(ComputeReports reports, WatchBudgets budgets)
{
    /// <summary>Runs it.</summary>
    [Function("ComputeReports")]
    public async Task RunAsync([TimerTrigger("%ReportSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await reports.RunAsync(cancellationToken).ConfigureAwait(false);
        await budgets.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
