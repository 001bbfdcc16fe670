using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Claims;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>POST /api/claims</c>.</summary>
public sealed class PostClaimFunction(Endpoint endpoint, ReceiveClaim receive, TimeProvider time)
{
    /// <summary>Keeps a claim and has it processed.</summary>
    [Function("PostClaim")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "claims")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        return endpoint.RunAsync(
            request,
            reader => Claim.Read(reader, ClaimId.New(), receivedAt),
            (claim, token) => receive.HandleAsync(claim, receivedAt, token),
            cancellationToken);
    }
}
