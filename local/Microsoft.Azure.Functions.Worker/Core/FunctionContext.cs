namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function: what runs, for what, with which services.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The same for every invocation of the function while the app is the same.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The W3C trace that the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows beside its value.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which try this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's own scope, which ends with it.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and the function leave for each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What parts of the runtime leave for each other, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller goes away or the host gives up waiting at shutdown.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>What a trigger knows beside its value, by name.</summary>
public abstract class BindingContext
{
    /// <summary>Route values, message properties and the like. Names are compared without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Which try of an invocation this is, under the function's retry attribute.</summary>
public abstract class RetryContext
{
    /// <summary>0 at the first try.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Tries after the first one; -1 means for ever.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>The W3C trace context of an invocation.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c>, or an empty text.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>, or an empty text.</summary>
    public abstract string TraceState { get; }

    /// <summary>Further attributes; empty unless overridden.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>The baggage; empty unless overridden.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
}

/// <summary>What parts of the runtime leave for each other in an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets what stands under <typeparamref name="T"/>.</summary>
    void Set<T>(T instance);

    /// <summary>What stands under <typeparamref name="T"/>, or the type's default.</summary>
    T? Get<T>();
}
