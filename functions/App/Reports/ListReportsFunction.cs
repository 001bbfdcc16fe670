using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Reports;

/// <summary><c>GET /api/reports</c></summary>
public sealed class ListReportsFunction(Endpoint endpoint, ShowReports handler)
{
    /// <summary>Runs it.</summary>
    [Function("ListReports")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reports")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token => Page.Read(request) is { Page: { } page }
                ? await handler.ListAsync(page, token).ConfigureAwait(false)
                : Page.Read(request).Problem ?? Problem.Internal,
            cancellationToken);
}
