using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function put out, for middleware to read and replace.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ContextInvocationResult(InvocationOutputs.Of(context));
    }

    /// <summary>What the function returned, as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outputs = InvocationOutputs.Of(context);
        return outputs.Result is T
            ? new ContextInvocationResult<T>(outputs)
            : throw new InvalidOperationException($"The function returned {outputs.Result?.GetType().Name ?? "nothing"}, not {typeof(T).Name}.");
    }

    /// <summary>What stands in the output bindings of the function.</summary>
    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outputs = InvocationOutputs.Of(context);
        return context.FunctionDefinition.OutputBindings.Select(binding => new ContextOutputBinding<T>(outputs, binding.Key, binding.Value.Type));
    }
}
