using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.OpenApi;

/// <summary><c>GET /api/openapi.json</c>, without a key.</summary>
public sealed class GetOpenApiFunction(Endpoint endpoint, DescribeApi handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetOpenApi")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.HandleAsync(request.Headers.IfNoneMatch, token), cancellationToken);
}
