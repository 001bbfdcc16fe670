using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Offers;

/// <summary><c>POST /api/offers</c>. The mail is in the language of <c>Accept-Language</c>.</summary>
public sealed class MakeOfferFunction(Endpoint endpoint, MakeOffer handler)
{
    /// <summary>Runs it.</summary>
    [Function("MakeOffer")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "offers")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, OfferRequest.Read, (body, token) => handler.HandleAsync(body, request.Phrases(), token), cancellationToken);
}
