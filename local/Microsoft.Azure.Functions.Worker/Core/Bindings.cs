namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned; middleware may read and replace it.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>The value returned, null before the function ran.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What the function returned, whatever its type.</summary>
public abstract class InvocationResult : InvocationResult<object>;

/// <summary>What the function put out through one of its output bindings.</summary>
public abstract class OutputBindingData<T>
{
    /// <summary>The value, or the type's default.</summary>
    public abstract T? Value { get; set; }

    /// <summary>The property's name, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's kind, such as <c>http</c>.</summary>
    public abstract string BindingType { get; }
}
