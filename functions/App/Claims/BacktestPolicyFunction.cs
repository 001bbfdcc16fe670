using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>POST /api/policy/backtest</c>.</summary>
public sealed class BacktestPolicyFunction(Endpoint endpoint, BacktestPolicy backtest)
{
    /// <summary>Tries a policy on past claims. Changes nothing.</summary>
    [Function("BacktestPolicy")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "policy/backtest")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            BacktestRequest.Read,
            (tried, token) => backtest.HandleAsync(tried, request.Query["limit"], request.Query["next"], token),
            cancellationToken);
}
