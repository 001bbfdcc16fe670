using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>POST /api/redemptions/{redemptionId}/release</c></summary>
public sealed class ReleaseRedemptionFunction(Endpoint endpoint, EndHolds handler)
{
    /// <summary>Runs it.</summary>
    [Function("ReleaseRedemption")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "redemptions/{redemptionId}/release")] HttpRequest request,
        string redemptionId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.ReleaseAsync(redemptionId, token), cancellationToken);
}
