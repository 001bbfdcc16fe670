using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.App.Reports;

/// <summary>Every few minutes: closes the books of days that are over, counts them, and writes the reports.</summary>
public sealed class ComputeReportsFunction(ComputeReports handler)
{
    /// <summary>Runs it.</summary>
    [Function("ComputeReports")]
    public Task RunAsync([TimerTrigger("%ReportSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        handler.RunAsync(cancellationToken);
}
