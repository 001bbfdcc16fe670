using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Claims;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>POST /api/claims/{claimId}/contacts</c>.</summary>
public sealed class AddContactFunction(Endpoint endpoint, AddContact add)
{
    /// <summary>Adds a contact with the customer to a claim.</summary>
    [Function("AddContact")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "claims/{claimId}/contacts")] HttpRequest request,
        string claimId,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, Contact.Read, (contact, token) => add.HandleAsync(claimId, contact, token), cancellationToken);
}
