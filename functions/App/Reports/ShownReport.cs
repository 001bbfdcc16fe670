using PromoFunctions.App.Http;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>A report that was asked for, or why there is none.</summary>
/// <param name="Report">The report; null when there is a problem.</param>
/// <param name="Format">How it is to be written.</param>
/// <param name="Problem">The answer in its place.</param>
public sealed record ShownReport(Report? Report, ReportFormat Format, Answer? Problem)
{
    /// <summary>No report.</summary>
    public static implicit operator ShownReport(Problem problem) => new(null, ReportFormat.Json, problem);
}
