using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Customers;

/// <summary><c>POST /api/customers/history</c>: the same as <c>GET</c>, with the e-mail out of the address.</summary>
public sealed class PostCustomerHistoryFunction(Endpoint endpoint, ShowCustomer handler)
{
    /// <summary>Runs it.</summary>
    [Function("PostCustomerHistory")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "customers/history")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            HistoryRequest.Read,
            async (body, token) => CustomerPage.Read(request) switch
            {
                ({ } page, _) => await handler.HandleAsync(body, page, token).ConfigureAwait(false),
                (_, var problem) => problem ?? Problem.Internal,
            },
            cancellationToken);
}
