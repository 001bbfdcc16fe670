using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromoFunctions.App.OpenApi;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.OpenApi;

/// <summary>Holds whatever the App answers to any test against the document of the same build: status, media type and body.</summary>
internal static class HeldAnswers
{
    private const string Api = "/api/";

    private static readonly Lazy<Task<string>> s_text = new(() => ApiDocument.Make().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None));

    /// <summary>Nodes of JSON are made as they are read, so one contract is used by one thread at a time.</summary>
    private static readonly ConcurrentBag<ApiContract> s_free = [];

    /// <summary>Fails unless the document has the answer. What is refused before there is a function is the host's.</summary>
    public static async Task HoldAsync(HttpMethod method, string path, Reply reply)
    {
        var address = path.StartsWith('/') ? path : Api + path;
        if (!address.StartsWith(Api, StringComparison.Ordinal) || IsOfTheHost(reply))
        {
            return;
        }

        var contract = s_free.TryTake(out var free) ? free : new ApiContract(JsonNode.Parse(await s_text.Value) ?? throw new InvalidOperationException("There is no document."));
        contract.Hold(method, address, reply);
        s_free.Add(contract);
    }

    private static bool IsOfTheHost(Reply reply) =>
        reply.MediaType == "application/problem+json" && reply.Json["type"]?.GetValue<string>() == "about:blank";
}
