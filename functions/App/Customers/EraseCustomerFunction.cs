using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Customers;

/// <summary><c>DELETE /api/customers/{customer}</c></summary>
public sealed class EraseCustomerFunction(Endpoint endpoint, EraseCustomer handler)
{
    /// <summary>Runs it.</summary>
    [Function("EraseCustomer")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "customers/{customer}")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(token => handler.HandleAsync(customer, token), cancellationToken);
}
