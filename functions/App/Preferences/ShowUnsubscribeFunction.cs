using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;

namespace PromoFunctions.App.Preferences;

/// <summary><c>GET /api/unsubscribe/{token}</c>: the link in a mail.</summary>
public sealed class ShowUnsubscribeFunction(UnsubscribeCustomer handler)
{
    /// <summary>Runs it.</summary>
    [Function("ShowUnsubscribe")]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unsubscribe/{token}")] HttpRequest request, string token) =>
        handler.Show(token, request.Phrases());
}
