using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;
using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.App.Campaigns;

/// <summary><c>PUT /api/campaigns/{campaignId}</c></summary>
public sealed class PutCampaignFunction(Endpoint endpoint, SaveCampaign handler)
{
    /// <summary>Runs it.</summary>
    [Function("PutCampaign")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "campaigns/{campaignId}")] HttpRequest request,
        string campaignId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            CampaignDefinition.Read,
            (definition, token) => handler.HandleAsync(campaignId, request.Headers.IfMatch, definition, token),
            cancellationToken);
}
