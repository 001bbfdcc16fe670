using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>GET /api/claims</c>.</summary>
public sealed class ListClaimsFunction(Endpoint endpoint, ShowClaims show)
{
    /// <summary>Claims, the newest first, in pages.</summary>
    [Function("ListClaims")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "claims")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            token => show.ManyAsync(name => request.Query.TryGetValue(name, out var value) ? value.ToString() : null, token),
            cancellationToken);
}
