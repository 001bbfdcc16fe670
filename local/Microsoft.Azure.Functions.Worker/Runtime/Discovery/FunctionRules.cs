using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>
/// What the official build or host refuses, refused here too, so that it does not come to light at deployment:
/// the sdk's FunctionMetadataGenerator and analyzers (AZFW0001, AZFW0003, AZFW0012 and others) are the source of these rules.
/// </summary>
internal static partial class FunctionRules
{
    /// <summary>A sentence for each rule broken.</summary>
    public static IEnumerable<string> Check(FunctionAttribute attribute, MethodInfo method)
    {
        var where = $"Function {attribute.Name} ({method.DeclaringType?.FullName}.{method.Name})";
        return CheckMethod(attribute, method)
            .Concat(CheckAttributes(method))
            .Concat(CheckTrigger(method))
            .Concat(CheckReturn(method))
            .Select(problem => $"{where} {problem}.");
    }

    private static IEnumerable<string> CheckMethod(FunctionAttribute attribute, MethodInfo method)
    {
        if (attribute.Name is null || !FunctionName().IsMatch(attribute.Name))
        {
            yield return "must have a name of letters, digits, '-' and '_' that starts with a letter and has at most 127 characters";
        }

        if (!method.IsPublic || method.DeclaringType is not { IsVisible: true })
        {
            yield return "must be a public method of a public class";
        }

        if (method.ContainsGenericParameters || (!method.IsStatic && method.DeclaringType is not { IsAbstract: false, IsClass: true }))
        {
            yield return "must be a method of a class that can be made: neither generic nor abstract";
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            yield return "is async void, so nobody could await it: return a Task";
        }

        if (method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            yield return "has a ref, in or out parameter";
        }
    }

    private static IEnumerable<string> CheckAttributes(MethodInfo method)
    {
        var places = method.GetParameters().Select(p => (Name: $"the parameter {p.Name}", p.CustomAttributes))
            .Append((Name: "the method", method.CustomAttributes))
            .Concat((ReturnTypes.Unwrap(method.ReturnType)?.GetProperties() ?? []).Select(p => (Name: $"the property {p.Name}", p.CustomAttributes)));
        foreach (var (name, attributes) in places)
        {
            var bindings = attributes.Where(a => typeof(BindingAttribute).IsAssignableFrom(a.AttributeType)).ToList();
            if (bindings.Count > 1)
            {
                yield return $"has {bindings.Count} binding attributes on {name}, where one may stand";
            }

            if (bindings.Any(HasNull))
            {
                yield return $"gives null to a binding attribute on {name}";
            }

            foreach (var binding in bindings.Where(b => !IsKnown(b.AttributeType)))
            {
                yield return $"has the binding {binding.AttributeType.FullName} on {name}, which the local runtime does not know";
            }

            if (attributes.Any(a => a.AttributeType.FullName?.StartsWith("Microsoft.Azure.WebJobs.", StringComparison.Ordinal) == true))
            {
                yield return $"has a WebJobs attribute on {name}: the isolated worker's are in Microsoft.Azure.Functions.Worker";
            }
        }
    }

    private static IEnumerable<string> CheckTrigger(MethodInfo method)
    {
        var triggers = method.GetParameters()
            .SelectMany(p => p.GetCustomAttributes<TriggerBindingAttribute>().Select(trigger => (Parameter: p, Trigger: trigger)))
            .ToList();
        if (triggers.Count != 1)
        {
            yield return triggers.Count == 0 ? "has no trigger" : $"has {triggers.Count} triggers, where one must stand";
            yield break;
        }

        var (parameter, trigger) = triggers[0];
        var capabilities = trigger.GetType().GetCustomAttribute<BindingCapabilitiesAttribute>()?.Capabilities ?? [];
        if (method.GetCustomAttributes<RetryAttribute>().Any() && !capabilities.Contains(KnownBindingCapabilities.FunctionLevelRetry))
        {
            yield return $"has a retry attribute, which the trigger {trigger.GetType().Name} does not support";
        }

        if (trigger is HttpTriggerAttribute http)
        {
            if (parameter.ParameterType != typeof(HttpRequest))
            {
                yield return $"takes its HTTP trigger as {parameter.ParameterType.Name}: it must be Microsoft.AspNetCore.Http.HttpRequest";
            }

            if (http.Methods?.Any(string.IsNullOrWhiteSpace) == true)
            {
                yield return "names an empty HTTP method";
            }
        }

        if (trigger is ServiceBusTriggerAttribute bus && (bus.TopicName is not null || bus.IsSessionsEnabled))
        {
            yield return "listens to a topic or to sessions: the local runtime has queues without sessions alone";
        }
    }

    private static IEnumerable<string> CheckReturn(MethodInfo method)
    {
        var result = ReturnTypes.Unwrap(method.ReturnType);
        var isHttp = method.GetParameters().Any(p => p.IsDefined(typeof(HttpTriggerAttribute)));
        if (!isHttp || result is null || typeof(IActionResult).IsAssignableFrom(result) || typeof(IResult).IsAssignableFrom(result))
        {
            yield break;
        }

        // `object` may hold either at run time.
        if (result != typeof(object) && !result.GetProperties().Any(p => p.IsDefined(typeof(HttpResultAttribute))))
        {
            yield return $"answers HTTP with {result.Name}: it must be IActionResult, IResult, or a class with an [HttpResult] property";
        }
    }

    private static bool IsKnown(Type attribute) =>
        attribute == typeof(HttpTriggerAttribute) || attribute == typeof(TimerTriggerAttribute) || attribute == typeof(ServiceBusTriggerAttribute)
        || attribute == typeof(HttpResultAttribute) || attribute == typeof(ServiceBusOutputAttribute);

    private static bool HasNull(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(a => a.TypedValue)).Any(IsNull);

    private static bool IsNull(CustomAttributeTypedArgument argument) =>
        argument.Value is null
        || (argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many && many.Any(IsNull));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();
}
