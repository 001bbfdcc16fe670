using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;
using Endpoint = PromoFunctions.App.Http.Endpoint;

namespace PromoFunctions.App.Claims;

/// <summary><c>PUT /api/policy</c>.</summary>
public sealed class PutPolicyFunction(Endpoint endpoint, SavePolicy save)
{
    /// <summary>Puts a new version into force.</summary>
    [Function("PutPolicy")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "policy")] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoint.RunAsync(
            request,
            Read,
            (policy, token) => save.HandleAsync(request.Headers.IfMatch, policy, token),
            cancellationToken);

    /// <summary>The policy alone, or as the member of the same name, as GET shows it.</summary>
    private static Policy? Read(FieldReader reader)
    {
        if (!reader.Has("policy"))
        {
            return Policy.Read(reader);
        }

        var policy = reader.Object("policy", Policy.Read);
        reader.RefuseUnknown();
        return policy;
    }
}
