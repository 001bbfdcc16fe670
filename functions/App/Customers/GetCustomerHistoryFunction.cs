using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Customers;

/// <summary><c>GET /api/customers/{customer}/history</c></summary>
public sealed class GetCustomerHistoryFunction(Endpoint endpoint, ShowCustomer handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetCustomerHistory")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "customers/{customer}/history")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token => CustomerPage.Read(request) switch
            {
                ({ } page, _) => await handler.HandleAsync(customer, page, token).ConfigureAwait(false),
                (_, var problem) => problem ?? Problem.Internal,
            },
            cancellationToken);
}
