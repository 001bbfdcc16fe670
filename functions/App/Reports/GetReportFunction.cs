using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Reports;

/// <summary><c>GET /api/reports/{kind}/{period}</c></summary>
public sealed class GetReportFunction(Endpoint endpoint, ShowReports handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetReport")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reports/{kind}/{period}")] HttpRequest request,
        string kind,
        string period,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.OneAsync(kind, period, request.Query["format"], token), cancellationToken);
}
