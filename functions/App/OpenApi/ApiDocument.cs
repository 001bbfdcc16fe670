using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace PromoFunctions.App.OpenApi;

/// <summary>
/// The OpenAPI document: routes, methods and keys come from the functions' triggers, words and bounds from the code that reads and
/// writes them, the rest from <see cref="Calls"/>.
/// </summary>
internal static class ApiDocument
{
    private const string InHeader = "key-in-header";
    private const string InQuery = "key-in-query";
    private const string ProblemType = "application/problem+json";

    /// <summary>Makes it.</summary>
    /// <exception cref="InvalidOperationException">A function is described and not there, or there and not described.</exception>
    public static OpenApiDocument Make()
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "PromoFunctions",
                Version = "1",
                Description = "The promo-code desk of an online shop. Money is a whole number of the currency's minor unit. Instants are ISO 8601 with an offset; ranges include their start and exclude their end.",
            },
            Paths = [],
            Components = new OpenApiComponents
            {
                Schemas = SharedShapes.All().Concat(StorefrontShapes.All()).Concat(MarketingShapes.All()).Concat(ClaimShapes.All()).Concat(PolicyShapes.All()).Concat(FinanceShapes.All())
                    .ToDictionary(schema => schema.Name, schema => (IOpenApiSchema)schema.Schema),
                SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [InHeader] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-functions-key", Description = "The key of an audience." },
                    [InQuery] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "code", Description = "The same in the query." },
                },
            },
        };
        var triggers = Triggers();
        foreach (var call in Calls.All)
        {
            if (!triggers.Remove(call.Function, out var trigger))
            {
                throw new InvalidOperationException($"{call.Function} is described, but there is no such function.");
            }

            var path = "/api/" + trigger.Route;
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths[path] = item = new OpenApiPathItem { Operations = [] };
            }

            item.Operations?.Add(new HttpMethod((trigger.Methods?.Single() ?? "").ToUpperInvariant()), Operation(document, call, trigger));
        }

        return triggers.Count == 0
            ? document
            : throw new InvalidOperationException($"Nothing is said of {string.Join(", ", triggers.Keys)}.");
    }

    private static Dictionary<string, HttpTriggerAttribute> Triggers()
    {
        var triggers = new Dictionary<string, HttpTriggerAttribute>(StringComparer.Ordinal);
        foreach (var method in typeof(ApiDocument).Assembly.GetTypes().SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } function
                && method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().FirstOrDefault() is { } trigger)
            {
                triggers.Add(function.Name, trigger);
            }
        }

        return triggers;
    }

    private static OpenApiOperation Operation(OpenApiDocument document, Call call, HttpTriggerAttribute trigger)
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
            503 => "Storage does not answer; send the same again after Retry-After.",
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

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
