using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Finds an assembly's functions.</summary>
internal static class FunctionScanner
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The functions, by name.</summary>
    /// <exception cref="StartupException">One or more would be refused by the official build; the message has a sentence for each.</exception>
    public static IReadOnlyList<FunctionDescriptor> Scan(Assembly assembly) => Scan(assembly.GetTypes());

    public static IReadOnlyList<FunctionDescriptor> Scan(IEnumerable<Type> types)
    {
        var problems = new List<string>();
        var functions = new List<FunctionDescriptor>();
        foreach (var method in types.SelectMany(type => type.GetMethods(AnyMethod)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var found = FunctionRules.Check(attribute, method).ToList();
            problems.AddRange(found);
            if (found.Count == 0)
            {
                functions.Add(Describe(attribute.Name, method));
            }
        }

        problems.AddRange(functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Count()} functions are named {group.Key}: {string.Join(", ", group.Select(f => f.Definition.EntryPoint))}."));
        return problems.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)]
            : throw new StartupException(string.Join(Environment.NewLine, problems));
    }

    private static FunctionDescriptor Describe(string name, MethodInfo method)
    {
        var parameter = method.GetParameters().Single(p => p.GetCustomAttributes<TriggerBindingAttribute>().Any());
        var trigger = parameter.GetCustomAttributes<TriggerBindingAttribute>().Single();
        var outputs = Outputs(method).ToList();
        return new FunctionDescriptor
        {
            Name = name,
            Method = method,
            TriggerParameter = parameter,
            Trigger = trigger,
            Retry = method.GetCustomAttribute<RetryAttribute>(),
            AutoCompleteMessages = ExplicitAutoComplete(parameter),
            Outputs = outputs,
            Definition = new LocalFunctionDefinition(
                name,
                method,
                [new LocalBindingMetadata(parameter.Name ?? "", BindingType(trigger), BindingDirection.In)],
                outputs.Select(output => new LocalBindingMetadata(output.Name, output.BindingType, BindingDirection.Out))),
        };
    }

    public static string BindingType(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => "httpTrigger",
        TimerTriggerAttribute => "timerTrigger",
        ServiceBusTriggerAttribute => "serviceBusTrigger",
        _ => throw new StartupException($"The trigger {trigger.GetType().Name} is not known."),
    };

    private static IEnumerable<OutputDescriptor> Outputs(MethodInfo method)
    {
        if (method.GetCustomAttribute<OutputBindingAttribute>() is { } onMethod)
        {
            yield return new OutputDescriptor(OutputDescriptor.Return, onMethod, null);
        }

        foreach (var property in ReturnTypes.Unwrap(method.ReturnType)?.GetProperties() ?? [])
        {
            if (property.GetCustomAttribute<OutputBindingAttribute>() is { } onProperty)
            {
                yield return new OutputDescriptor(property.Name, onProperty, property);
            }
        }
    }

    // An attribute cannot tell "false" from "not set"; the official build writes the property only when the source sets it.
    private static bool? ExplicitAutoComplete(ParameterInfo parameter)
    {
        var data = parameter.CustomAttributes.Single(a => typeof(TriggerBindingAttribute).IsAssignableFrom(a.AttributeType));
        foreach (var argument in data.NamedArguments)
        {
            if (argument.MemberName == nameof(ServiceBusTriggerAttribute.AutoCompleteMessages))
            {
                return (bool?)argument.TypedValue.Value;
            }
        }

        return null;
    }
}
