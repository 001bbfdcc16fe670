using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>POST /api/redemptions/{redemptionId}/confirm</c></summary>
public sealed class ConfirmRedemptionFunction(Endpoint endpoint, EndHolds handler)
{
    /// <summary>Runs it.</summary>
    [Function("ConfirmRedemption")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "redemptions/{redemptionId}/confirm")] HttpRequest request,
        string redemptionId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.ConfirmAsync(redemptionId, token), cancellationToken);
}
