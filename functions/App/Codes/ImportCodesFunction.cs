using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Codes;

/// <summary><c>POST /api/campaigns/{campaignId}/codes/import</c></summary>
public sealed class ImportCodesFunction(Endpoint endpoint, ImportCodes handler)
{
    /// <summary>Runs it.</summary>
    [Function("ImportCodes")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaignId}/codes/import")] HttpRequest request,
        string campaignId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token => await RequestBody.ReadAsync(request, token).ConfigureAwait(false) is { } body
                ? await handler.HandleAsync(campaignId, body.ToArray(), request.Phrases(), token).ConfigureAwait(false)
                : Problem.TooLarge(RequestBody.MostBytes),
            cancellationToken);
}
