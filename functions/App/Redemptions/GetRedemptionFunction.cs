using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>GET /api/redemptions/{redemptionId}</c></summary>
public sealed class GetRedemptionFunction(Endpoint endpoint, ShowRedemptions handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetRedemption")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "redemptions/{redemptionId}")] HttpRequest request,
        string redemptionId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.ByIdAsync(redemptionId, token), cancellationToken);
}
