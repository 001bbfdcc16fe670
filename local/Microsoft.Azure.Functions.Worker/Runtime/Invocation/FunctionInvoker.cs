using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Runs one function: makes its object, fills its parameters, awaits it and keeps what it put out.</summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionDescriptor function;
    private readonly Func<object?, object?[], ValueTask<object?>> call;
    private readonly ParameterBinder[] binders;
    private readonly IFunctionActivator? activator;
    private readonly ObjectFactory? factory;

    /// <param name="function">The function.</param>
    /// <param name="triggerData">The names that its trigger's data has beside its value.</param>
    /// <param name="activator">The app's own, or null.</param>
    /// <exception cref="StartupException">A parameter could never be filled.</exception>
    public FunctionInvoker(FunctionDescriptor function, IReadOnlySet<string> triggerData, IFunctionActivator? activator)
    {
        this.function = function;
        this.activator = activator;
        call = MethodCall.Compile(function.Method);
        binders = [.. function.Method.GetParameters().Select(parameter => ParameterBinder.For(function, parameter, triggerData))];
        if (!function.Method.IsStatic && activator is null && function.Method.DeclaringType is { } type)
        {
            factory = Factory(function.Name, type);
        }
    }

    public async Task InvokeAsync(FunctionContext context)
    {
        var local = (LocalFunctionContext)context;
        var arguments = binders.Length == 0 ? [] : new object?[binders.Length];
        for (var i = 0; i < binders.Length; i++)
        {
            var binder = binders[i];
            arguments[i] = binder.Sync is { } sync ? sync(local) : binder.Async is { } wait ? await wait(local) : null;
        }

        var result = await call(Instance(context), arguments);
        local.Outputs.Result = result;
        foreach (var output in function.Outputs)
        {
            local.Outputs.Bindings[output.Name] = output.Property is null ? result : result is null ? null : output.Property.GetValue(result);
        }
    }

    private object? Instance(FunctionContext context) =>
        factory is not null ? factory(context.InstanceServices, null)
        : activator is not null && function.Method.DeclaringType is { } type && !function.Method.IsStatic ? activator.CreateInstance(type, context)
        : null;

    private static ObjectFactory Factory(string name, Type type)
    {
        try
        {
            return ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException($"Function {name}: {type.FullName} has no public constructor that could be called. {e.Message}", innerException: e);
        }
    }
}
