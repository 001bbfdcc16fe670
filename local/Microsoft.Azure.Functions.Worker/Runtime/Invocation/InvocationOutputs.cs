namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>What one invocation put out: its return value and, by property name, its output bindings.</summary>
internal sealed class InvocationOutputs
{
    private Dictionary<string, object?>? bindings;

    public object? Result { get; set; }

    public Dictionary<string, object?> Bindings => bindings ??= new(StringComparer.OrdinalIgnoreCase);

    public bool HasBindings => bindings is not null;

    public static InvocationOutputs Of(FunctionContext context)
    {
        if (context is LocalFunctionContext local)
        {
            return local.Outputs;
        }

        var outputs = context.Features.Get<InvocationOutputs>();
        if (outputs is null)
        {
            context.Features.Set(outputs = new InvocationOutputs());
        }

        return outputs;
    }
}

internal sealed class ContextInvocationResult(InvocationOutputs outputs) : InvocationResult
{
    public override object? Value
    {
        get => outputs.Result;
        set => outputs.Result = value;
    }
}

internal sealed class ContextInvocationResult<T>(InvocationOutputs outputs) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)outputs.Result;
        set => outputs.Result = value;
    }
}

internal sealed class ContextOutputBinding<T>(InvocationOutputs outputs, string name, string type) : OutputBindingData<T>
{
    public override string Name => name;

    public override string BindingType => type;

    public override T? Value
    {
        get => outputs.Bindings.GetValueOrDefault(name) is T value ? value : default;
        set => outputs.Bindings[name] = value;
    }
}
