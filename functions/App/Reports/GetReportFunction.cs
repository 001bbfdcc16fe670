using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Reports;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Reports;

/// <summary><c>GET /api/reports/{kind}/{period}</c>, as JSON, as CSV or as a page</summary>
public sealed class GetReportFunction(Endpoint endpoint, ShowReports handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetReport")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reports/{kind}/{period}")] HttpRequest request,
        string kind,
        string period,
        CancellationToken cancellationToken)
    {
        ReportResult? paper = null;
        var answer = await endpoint.RunAsync(
            async token =>
            {
                var shown = await handler.OneAsync(kind, period, request.Query["format"], request.Headers.Accept, token).ConfigureAwait(false);
                if (shown.Report is not { } report)
                {
                    return shown.Problem ?? Problem.Internal;
                }

                paper = shown.Format == ReportFormat.Json ? null : new ReportResult(report, shown.Format, request.Phrases());
                return Answer.Ok(writer => ReportJson.Write(writer, report)).With("Vary", ReportResult.Vary);
            },
            cancellationToken).ConfigureAwait(false);
        return paper ?? answer;
    }
}
