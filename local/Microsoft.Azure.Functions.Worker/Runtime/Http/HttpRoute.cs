using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Where an HTTP function answers.</summary>
internal sealed class HttpRoute
{
    public required string Function { get; init; }

    public required RoutePattern Pattern { get; init; }

    /// <summary>The template with host.json's prefix and a leading slash.</summary>
    public required string Template { get; init; }

    /// <summary>Upper case; empty: all.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    public required AuthorizationLevel Level { get; init; }

    public RequestDelegate? Handler { get; set; }

    /// <exception cref="StartupException">The template is none, or begins with what the host keeps for itself.</exception>
    public static HttpRoute For(FunctionDescriptor function, HttpTriggerAttribute trigger, string prefix)
    {
        var template = string.Join('/', new[] { prefix, Suffix(function, trigger) }.Where(part => part.Length > 0));
        if (template.Split('/')[0] is var first && (first.Equals("admin", StringComparison.OrdinalIgnoreCase) || first.Equals("local", StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException($"Function {function.Name}: a route may not begin with {first}, which the host answers itself.");
        }

        return new HttpRoute
        {
            Function = function.Name,
            Pattern = Parse(function, template),
            Template = $"/{template}",
            Methods = [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())],
            Level = trigger.AuthLevel,
        };
    }

    public static IReadOnlySet<string> ParameterNames(FunctionDescriptor function, HttpTriggerAttribute trigger) =>
        Parse(function, Suffix(function, trigger)).Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="StartupException">Two functions would answer the same request.</exception>
    public static void CheckUnique(IEnumerable<HttpRoute> routes)
    {
        foreach (var group in routes.GroupBy(route => route.Shape(), StringComparer.OrdinalIgnoreCase))
        {
            var taken = new Dictionary<string, string>();
            foreach (var route in group)
            {
                foreach (var method in route.Methods.Count == 0 ? ["any method"] : route.Methods)
                {
                    if (!taken.TryAdd(method, route.Function))
                    {
                        throw new StartupException($"The functions {taken[method]} and {route.Function} both answer {method} {route.Template}.");
                    }
                }
            }
        }
    }

    // A route begins without a slash; as in Azure, one that has it means the same.
    private static string Suffix(FunctionDescriptor function, HttpTriggerAttribute trigger) => (trigger.Route ?? function.Name).Trim('/');

    private static RoutePattern Parse(FunctionDescriptor function, string template)
    {
        try
        {
            return RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException e)
        {
            throw new StartupException($"Function {function.Name}: {template} is no route. {e.Message}", innerException: e);
        }
    }

    // Two templates that differ in their parameters' names alone match the same paths; constraints may tell them apart.
    private string Shape() => string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}:{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => "",
    }))));
}
