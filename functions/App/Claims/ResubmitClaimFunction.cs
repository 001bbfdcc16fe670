using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>POST /api/claims/{claimId}/resubmit</c>.</summary>
public sealed class ResubmitClaimFunction(Endpoint endpoint, ResubmitClaim resubmit)
{
    /// <summary>Queues a failed claim again. It takes no body.</summary>
    [Function("ResubmitClaim")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "claims/{claimId}/resubmit")] HttpRequest request,
        string claimId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => resubmit.HandleAsync(claimId, token), cancellationToken);
}
