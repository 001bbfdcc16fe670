using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>A function as it was found and checked.</summary>
internal sealed record FunctionDescriptor
{
    public required string Name { get; init; }

    public required MethodInfo Method { get; init; }

    public required ParameterInfo TriggerParameter { get; init; }

    public required TriggerBindingAttribute Trigger { get; init; }

    public RetryAttribute? Retry { get; init; }

    /// <summary>What a Service Bus trigger's attribute says; null: as host.json says.</summary>
    public bool? AutoCompleteMessages { get; init; }

    public required IReadOnlyList<OutputDescriptor> Outputs { get; init; }

    public required FunctionDefinition Definition { get; init; }
}

/// <summary>An output binding.</summary>
/// <param name="Name">The property, or <see cref="Return"/>.</param>
/// <param name="Attribute">What is sent where.</param>
/// <param name="Property">The property of the returned class; null: the returned value itself.</param>
internal sealed record OutputDescriptor(string Name, OutputBindingAttribute Attribute, PropertyInfo? Property)
{
    public const string Return = "$return";

    public string BindingType => Attribute is HttpResultAttribute ? "http" : "serviceBus";
}

internal sealed class LocalFunctionDefinition(
    string name,
    MethodInfo method,
    IEnumerable<BindingMetadata> inputs,
    IEnumerable<BindingMetadata> outputs) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
    [
        .. method.GetParameters().Select(p =>
            new FunctionParameter(p.Name ?? "", p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null)),
    ];

    public override string PathToAssembly { get; } = method.Module.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType?.FullName}.{method.Name}";

    public override string Id { get; } = StableId(name, method);

    public override string Name => name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = inputs.ToImmutableDictionary(b => b.Name);

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = outputs.ToImmutableDictionary(b => b.Name);

    // The same in every process that runs the same app: hash codes would not be.
    private static string StableId(string name, MethodInfo method)
    {
        var source = System.Text.Encoding.UTF8.GetBytes($"{name}|{method.DeclaringType?.FullName}.{method.Name}");
        return new Guid(System.Security.Cryptography.SHA256.HashData(source).AsSpan(0, 16)).ToString("N");
    }
}

internal sealed class LocalBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;
}
