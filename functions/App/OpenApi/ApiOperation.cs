using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace PromoFunctions.App.OpenApi;

/// <summary>One function in the document.</summary>
internal static class ApiOperation
{
    /// <summary>The name of the scheme by which a key travels in a header.</summary>
    public const string InHeader = "key-in-header";

    /// <summary>The name of the scheme by which it travels in the query.</summary>
    public const string InQuery = "key-in-query";

    private const string ProblemType = "application/problem+json";

    /// <summary>Brings together what its trigger and its call say.</summary>
    public static OpenApiOperation Of(OpenApiDocument document, Call call, HttpTriggerAttribute trigger)
    {
        var keyed = trigger.AuthLevel != AuthorizationLevel.Anonymous;
        var operation = new OpenApiOperation
        {
            OperationId = call.Function,
            Summary = call.Says,
            Description = keyed ? $"Opened by the key of {string.Join(" or ", call.Keys)}." : "Needs no key.",
            Tags = new HashSet<OpenApiTagReference> { new(keyed ? call.Keys[0] : "open", document) },
            Parameters = [.. OfRoute(trigger.Route ?? ""), .. call.Parameters.Select(Parameter)],
            Responses = [],
        };
        if (keyed)
        {
            operation.Security = [Requirement(document, InHeader), Requirement(document, InQuery)];
        }

        if (call.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Only(call.BodyType, body, call.BodyExample) };
        }

        foreach (var answer in call.Answers)
        {
            operation.Responses[Text(answer.Status)] = new OpenApiResponse
            {
                Description = answer.Says,
                Content = answer.Schema is null
                    ? null
                    : answer.Type.Split(' ').ToDictionary(type => type, type => (IOpenApiMediaType)Media(type == Call.Json ? answer.Schema : "text", answer.Example)),
            };
        }

        int[] always = [.. keyed ? [401] : (int[])[], .. call.Stored ? [500, 503] : (int[])[]];
        foreach (var status in call.Problems.Concat(always).Distinct().Order())
        {
            operation.Responses[Text(status)] = Problem(status);
        }

        return operation;
    }

    private static OpenApiResponse Problem(int status) => new()
    {
        Description = status switch
        {
            400 => "Malformed or invalid; errors names every place.",
            401 => "No key, or one that does not open this. In Azure the host answers it, without a body.",
            404 => "There is no such thing.",
            409 => "It conflicts with what is there.",
            412 => "It was changed since it was read.",
            413 => "The body is larger than 1 MB.",
            422 => "Well-formed, but the rules refuse it.",
            429 => "Too many unknown codes; Retry-After says for how long.",
            500 => "It failed for a reason of ours.",
            503 => "Storage or a queue does not answer; send the same again after Retry-After.",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No problem has this status."),
        },
        Content = Only(ProblemType, "Problem", null),
        Headers = status is 429 or 503
            ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Schema = Shape.Whole(1, says: "Seconds.") } }
            : null,
    };

    private static IEnumerable<IOpenApiParameter> OfRoute(string route) => route.Split('/').Where(part => part.StartsWith('{')).Select(part =>
        new OpenApiParameter { Name = part.Trim('{', '}'), In = ParameterLocation.Path, Required = true, Schema = Shape.Text() });

    private static OpenApiParameter Parameter(Call.Parameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Description = parameter.Says,
        Schema = Schema(parameter.Schema),
    };

    private static Dictionary<string, IOpenApiMediaType> Only(string type, string schema, string? example) => new() { [type] = Media(schema, example) };

    private static OpenApiMediaType Media(string schema, string? example) => new() { Schema = Schema(schema), Example = example is null ? null : JsonNode.Parse(example) };

    private static IOpenApiSchema Schema(string name) => name switch
    {
        "text" => Shape.Text(),
        "whole" => Shape.Whole(1),
        "document" => Shape.Anything("An OpenAPI document."),
        _ => Shape.To(name),
    };

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
