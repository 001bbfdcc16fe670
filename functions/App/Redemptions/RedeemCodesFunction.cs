using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Redemptions;

/// <summary><c>POST /api/redemptions</c></summary>
public sealed class RedeemCodesFunction(Endpoint endpoint, RedeemCodes handler)
{
    /// <summary>Runs it.</summary>
    [Function("RedeemCodes")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "redemptions")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            RedeemRequest.Read,
            (body, token) => handler.HandleAsync(body, request.Shopper(body.Customer, body.Client), request.Phrases(), token),
            cancellationToken);
}
