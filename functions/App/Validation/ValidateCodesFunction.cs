using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Validation;

/// <summary><c>POST /api/codes/validate</c></summary>
public sealed class ValidateCodesFunction(Endpoint endpoint, ValidateCodes handler)
{
    /// <summary>Runs it.</summary>
    [Function("ValidateCodes")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "codes/validate")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            ValidateRequest.Read,
            (body, token) => handler.HandleAsync(body, request.Shopper(body.Customer, body.Client), request.Phrases(), token),
            cancellationToken);
}
