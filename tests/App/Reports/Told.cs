using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>Keeps the reports whose differences were told.</summary>
internal sealed class Told : IDifferenceNotice
{
    public List<Report> Reports { get; } = [];

    public Task TellAsync(Report report, CancellationToken cancellationToken)
    {
        Reports.Add(report);
        return Task.CompletedTask;
    }
}
