using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Asking;

/// <summary><c>POST /api/codes/ask</c></summary>
public sealed class AskAboutCodeFunction(Endpoint endpoint, AskAboutCode handler)
{
    /// <summary>Runs it.</summary>
    [Function("AskAboutCode")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "codes/ask")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            AskRequest.Read,
            (body, token) => handler.HandleAsync(body, request.Shopper(body.Customer, body.Client), request.Phrases(), token),
            cancellationToken);
}
