using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>POST /api/redemptions/{redemptionId}/refund</c></summary>
public sealed class RefundRedemptionFunction(Endpoint endpoint, RefundRedemption handler)
{
    /// <summary>Runs it.</summary>
    [Function("RefundRedemption")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "redemptions/{redemptionId}/refund")] HttpRequest request,
        string redemptionId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, RefundBody.Read, (body, token) => handler.HandleAsync(redemptionId, body, token), cancellationToken);
}
