using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Health;

/// <summary><c>GET /api/health</c>, without a key.</summary>
public sealed class GetHealthFunction(Endpoint endpoint, HealthCheck handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetHealth")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(handler.HandleAsync, cancellationToken);
}
