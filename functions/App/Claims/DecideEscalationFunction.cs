using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Claims.Deciding;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>POST /api/claims/{claimId}/decision</c>.</summary>
public sealed class DecideEscalationFunction(Endpoint endpoint, DecideEscalation decide)
{
    /// <summary>A person decides an escalated claim.</summary>
    [Function("DecideEscalation")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "claims/{claimId}/decision")] HttpRequest request,
        string claimId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            AgentVerdict.Read,
            (verdict, token) => decide.HandleAsync(claimId, request.Headers.IfMatch, verdict, token),
            cancellationToken);
}
