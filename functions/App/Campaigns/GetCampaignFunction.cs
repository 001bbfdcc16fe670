using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Campaigns;

/// <summary><c>GET /api/campaigns/{campaignId}</c></summary>
public sealed class GetCampaignFunction(Endpoint endpoint, ShowCampaigns handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetCampaign")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaignId}")] HttpRequest request,
        string campaignId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.ByIdAsync(campaignId, token), cancellationToken);
}
