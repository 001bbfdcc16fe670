using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;

namespace PromoFunctions.App.Preferences;

/// <summary><c>POST /api/unsubscribe/{token}</c>: the page's button, and the one of mail programmes (RFC 8058). The link says all; a body is not read.</summary>
public sealed class UnsubscribeFunction(UnsubscribeCustomer handler)
{
    /// <summary>Runs it.</summary>
    [Function("Unsubscribe")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "unsubscribe/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken) =>
        await handler.HandleAsync(token, request.Phrases(), cancellationToken).ConfigureAwait(false);
}
