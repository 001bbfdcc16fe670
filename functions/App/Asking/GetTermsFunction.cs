using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Asking;

/// <summary><c>GET /api/codes/{code}/terms</c></summary>
public sealed class GetTermsFunction(Endpoint endpoint, ShowTerms handler)
{
    /// <summary>Runs it. The route's value is not called code, as the key in a query is.</summary>
    [Function("GetTerms")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "codes/{promoCode}/terms")] HttpRequest request,
        string promoCode,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token =>
            {
                var (shopper, problem) = request.ShopperFromHeaders();
                return shopper is null
                    ? problem ?? Problem.Internal
                    : await handler.HandleAsync(promoCode, shopper, request.Phrases(), token).ConfigureAwait(false);
            },
            cancellationToken);
}
