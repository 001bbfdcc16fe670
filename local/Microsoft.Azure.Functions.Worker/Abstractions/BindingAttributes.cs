namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What every attribute that binds a function to the outside derives from.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute;

/// <summary>Marks the parameter whose source starts the function. A function has exactly one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute;

/// <summary>Marks a parameter that is filled from a source other than the trigger.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute;

/// <summary>Marks a method's return value, or a property of the returned class, as what is sent on.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute;

/// <summary>Whether a trigger hands over one item or many at a time.</summary>
public enum Cardinality
{
    /// <summary>Many items in one invocation.</summary>
    Many = 0,

    /// <summary>One item an invocation.</summary>
    One = 1,
}

/// <summary>A trigger that can hand over items one by one or in batches.</summary>
public interface ISupportCardinality
{
    /// <summary>One or many; a trigger's attribute decides the default.</summary>
    Cardinality Cardinality { get; set; }
}
