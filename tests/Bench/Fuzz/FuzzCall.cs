using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Fuzz;

/// <summary>An operation of the OpenAPI document.</summary>
/// <param name="Method">As HTTP has it.</param>
/// <param name="Path">The template, with names in braces.</param>
/// <param name="Parameters">Name, place (<c>path</c>, <c>query</c>, <c>header</c>) and schema.</param>
/// <param name="Body">The body's schema; null without one.</param>
/// <param name="BodyType">Its media type.</param>
/// <param name="Statuses">Those that the document promises; none where there is no document.</param>
internal sealed record FuzzCall(
    HttpMethod Method,
    string Path,
    IReadOnlyList<(string Name, string In, JsonNode? Schema)> Parameters,
    JsonNode? Body,
    string BodyType,
    IReadOnlySet<int> Statuses)
{
    /// <summary>Every operation of a document.</summary>
    public static IReadOnlyList<FuzzCall> AllOf(JsonNode document) =>
    [
        .. from path in document["paths"]?.AsObject() ?? []
           from operation in path.Value?.AsObject() ?? []
           where operation.Value is not null
           select Of(operation.Key, path.Key, operation.Value),
    ];

    private static FuzzCall Of(string method, string path, JsonNode? operation)
    {
        var content = operation?["requestBody"]?["content"]?.AsObject().FirstOrDefault();
        return new(
            new HttpMethod(method.ToUpperInvariant()),
            path,
            [.. (operation?["parameters"]?.AsArray() ?? []).Select(parameter => (
                parameter?["name"]?.GetValue<string>() ?? "",
                parameter?["in"]?.GetValue<string>() ?? "",
                parameter?["schema"]))],
            content?.Value?["schema"],
            content?.Key ?? "",
            (operation?["responses"]?.AsObject() ?? []).Select(response => int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet());
    }
}
