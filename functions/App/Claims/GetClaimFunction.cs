using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>GET /api/claims/{claimId}</c>.</summary>
public sealed class GetClaimFunction(Endpoint endpoint, ShowClaims show)
{
    /// <summary>A claim with its decision, remedies, reply and audit.</summary>
    [Function("GetClaim")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "claims/{claimId}")] HttpRequest request,
        string claimId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => show.OneAsync(claimId, token), cancellationToken);
}
