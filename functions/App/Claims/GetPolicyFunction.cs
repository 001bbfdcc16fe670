using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>GET /api/policy?version=</c>.</summary>
public sealed class GetPolicyFunction(Endpoint endpoint, ShowPolicy show)
{
    /// <summary>The policy in force or an earlier one, and which versions there are.</summary>
    [Function("GetPolicy")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "policy")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => show.HandleAsync(request.Query["version"], token), cancellationToken);
}
