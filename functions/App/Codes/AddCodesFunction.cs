using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Codes;

/// <summary><c>POST /api/campaigns/{campaignId}/codes</c></summary>
public sealed class AddCodesFunction(Endpoint endpoint, AddCodes handler)
{
    /// <summary>Runs it.</summary>
    [Function("AddCodes")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaignId}/codes")] HttpRequest request,
        string campaignId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, AddCodesRequest.Read, (body, token) => handler.HandleAsync(campaignId, body, request.Phrases(), token), cancellationToken);
}
