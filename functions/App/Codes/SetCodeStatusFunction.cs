using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Codes;

/// <summary><c>POST /api/codes/{code}/status</c></summary>
public sealed class SetCodeStatusFunction(Endpoint endpoint, SetCodeStatus handler)
{
    /// <summary>Runs it.</summary>
    [Function("SetCodeStatus")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "codes/{code}/status")] HttpRequest request,
        string code,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, SetCodeStatusRequest.Read, (body, token) => handler.HandleAsync(code, body, token), cancellationToken);
}
