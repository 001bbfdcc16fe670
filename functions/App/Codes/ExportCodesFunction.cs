using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Codes;

/// <summary><c>GET /api/campaigns/{campaignId}/codes.csv</c></summary>
public sealed class ExportCodesFunction(Endpoint endpoint, ExportCodes handler)
{
    /// <summary>Runs it.</summary>
    [Function("ExportCodes")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaignId}/codes.csv")] HttpRequest request,
        string campaignId,
        CancellationToken cancellationToken)
    {
        CsvResult? csv = null;
        var answer = await endpoint.RunAsync(
            async token =>
            {
                var (codes, problem) = await handler.OpenAsync(campaignId, request.Query["batch"], token).ConfigureAwait(false);
                csv = codes is null ? null : new CsvResult(codes, $"codes-{campaignId}.csv");
                return problem ?? new Answer(200, null);
            },
            cancellationToken).ConfigureAwait(false);
        return csv ?? answer;
    }
}
