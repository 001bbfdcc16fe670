using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace PromoFunctions.App.OpenApi;

/// <summary>
/// The OpenAPI document: routes, methods and keys come from the functions' triggers, words and bounds from the code that reads and
/// writes them, the rest from <see cref="Calls"/>.
/// </summary>
internal static class ApiDocument
{
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
                    [ApiOperation.InHeader] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-functions-key", Description = "The key of an audience." },
                    [ApiOperation.InQuery] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "code", Description = "The same in the query." },
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

            item.Operations?.Add(new HttpMethod((trigger.Methods?.Single() ?? "").ToUpperInvariant()), ApiOperation.Of(document, call, trigger));
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
}
