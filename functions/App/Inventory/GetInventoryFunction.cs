using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.App.Http;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Inventory;

/// <summary><c>GET /api/inventory?text=&amp;status=&amp;from=&amp;to=</c></summary>
public sealed class GetInventoryFunction(Endpoint endpoint, SearchInventory handler)
{
    /// <summary>Runs it.</summary>
    [Function("GetInventory")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "inventory")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            async token =>
            {
                var (page, badPage) = Page.Read(request);
                var (query, badQuery) = InventoryQuery.Read(request);
                return page is not null && query is not null
                    ? await handler.HandleAsync(query, page, request.Phrases(), token).ConfigureAwait(false)
                    : badPage ?? badQuery ?? Problem.Internal;
            },
            cancellationToken);
}
