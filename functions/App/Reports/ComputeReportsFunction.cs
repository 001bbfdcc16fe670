using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Campaigns;
using PromoFunctions.App.Reports.Delivery;
using PromoFunctions.App.Work;

namespace PromoFunctions.App.Reports;

/// <summary>Every few minutes: closes the books of days that are over, counts them, and writes the reports; looks at the budgets, and mails finished reports.</summary>
public sealed class ComputeReportsFunction(TrackWork track, ComputeReports reports, WatchBudgets budgets, MailReports mails)
{
    private const string Name = "ComputeReports";

    /// <summary>Runs it.</summary>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%ReportSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => track.RunAsync(
        Name,
        async (steps, token) =>
        {
            await reports.RunAsync(steps.AtAsync, token).ConfigureAwait(false);
            await steps.AtAsync("budgets", 0, token).ConfigureAwait(false);
            await budgets.RunAsync(token).ConfigureAwait(false);
            await steps.AtAsync("mails", 0, token).ConfigureAwait(false);
            await mails.RunAsync(token).ConfigureAwait(false);
        },
        cancellationToken);
}
