using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Preferences;

/// <summary><c>POST /api/customers/preferences</c></summary>
public sealed class SetPreferencesFunction(Endpoint endpoint, SetPreferences handler)
{
    /// <summary>Runs it.</summary>
    [Function("SetPreferences")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "customers/preferences")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(request, PreferencesRequest.Read, handler.HandleAsync, cancellationToken);
}
