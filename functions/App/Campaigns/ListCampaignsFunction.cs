using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Campaigns;

/// <summary><c>GET /api/campaigns?status=</c></summary>
public sealed class ListCampaignsFunction(Endpoint endpoint, ShowCampaigns handler)
{
    /// <summary>Runs it.</summary>
    [Function("ListCampaigns")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token => Page.Read(request) is { Page: { } page }
                ? await handler.ListAsync(request.Query["status"], page, token).ConfigureAwait(false)
                : Page.Read(request).Problem ?? Problem.Internal,
            cancellationToken);
}
