namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Names what a binding can do, see <see cref="KnownBindingCapabilities"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindingCapabilitiesAttribute(params string[] capabilities) : Attribute
{
    /// <summary>The capabilities' names.</summary>
    public string[] Capabilities { get; } = capabilities;
}

/// <summary>The capabilities that a binding may name.</summary>
public static class KnownBindingCapabilities
{
    /// <summary>The function may carry a retry attribute. Timers have it, Service Bus triggers do not.</summary>
    public const string FunctionLevelRetry = "FunctionLevelRetry";
}

/// <summary>The default that a binding's property has when the attribute does not set it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class DefaultValueAttribute : Attribute
{
    /// <summary>A text default.</summary>
    public DefaultValueAttribute(string stringDefault) => DefaultStringValue = stringDefault;

    /// <summary>A boolean default.</summary>
    public DefaultValueAttribute(bool boolDefault) => DefaultBoolValue = boolDefault;

    /// <summary>The text, or null when the default is a boolean.</summary>
    public string? DefaultStringValue { get; }

    /// <summary>The boolean, or null when the default is a text.</summary>
    public bool? DefaultBoolValue { get; }
}
