using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>GET /api/redemptions?orderId=</c></summary>
public sealed class FindRedemptionByOrderFunction(Endpoint endpoint, ShowRedemptions handler)
{
    /// <summary>Runs it.</summary>
    [Function("FindRedemptionByOrder")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "redemptions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.ByOrderAsync(request.Query["orderId"], token), cancellationToken);
}
