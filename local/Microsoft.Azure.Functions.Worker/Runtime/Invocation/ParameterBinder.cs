using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Fills one parameter of a function. One of the two is set: most parameters need no waiting.</summary>
internal readonly record struct ParameterBinder(
    Func<LocalFunctionContext, object?>? Sync,
    Func<LocalFunctionContext, ValueTask<object?>>? Async = null)
{
    /// <param name="function">The function.</param>
    /// <param name="parameter">One of its parameters.</param>
    /// <param name="triggerData">Names that the trigger's data has beside its value, or null when any name may come.</param>
    /// <exception cref="StartupException">Nothing could fill it.</exception>
    public static ParameterBinder For(FunctionDescriptor function, ParameterInfo parameter, IReadOnlySet<string> triggerData)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<InputConverterAttribute>() is { } converter)
        {
            return Converting(function, parameter, converter.ConverterType);
        }

        if (type == typeof(FunctionContext))
        {
            return new(static context => context);
        }

        if (type == typeof(CancellationToken))
        {
            return new(static context => context.CancellationToken);
        }

        if (parameter == function.TriggerParameter)
        {
            return TriggerValue.Binder(function, parameter);
        }

        if (type == typeof(HttpRequest) && function.Trigger is HttpTriggerAttribute)
        {
            return new(static context => context.Http?.Request);
        }

        if (type == typeof(ServiceBusMessageActions) && function.Trigger is ServiceBusTriggerAttribute)
        {
            return new(static context => context.Features.Get<ServiceBusMessageActions>());
        }

        if (type.GetCustomAttribute<InputConverterAttribute>() is { } onType)
        {
            return Converting(function, parameter, onType.ConverterType);
        }

        var name = parameter.Name ?? "";
        return triggerData.Contains(name)
            ? Named(function, parameter, name)
            : throw new StartupException(
                $"Function {function.Name}: nothing fills the parameter {name}; the trigger knows {(triggerData.Count == 0 ? "no names" : string.Join(", ", triggerData))}.");
    }

    private static ParameterBinder Named(FunctionDescriptor function, ParameterInfo parameter, string name)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var fallback = parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
        var converter = TypeDescriptor.GetConverter(type);
        return new(context =>
        {
            // A route value is looked up where routing left it: a dictionary for each request would cost more than the rest.
            var value = context.Http is { } http
                ? http.Request.RouteValues.GetValueOrDefault(name)
                : context.BindingContext.BindingData.GetValueOrDefault(name);
            if (value is null)
            {
                return fallback;
            }

            if (type.IsInstanceOfType(value))
            {
                return value;
            }

            try
            {
                return converter.ConvertFromString(null, CultureInfo.InvariantCulture, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                throw new FunctionInputConverterException($"Function {function.Name}: the value for {name} is no {type.Name}.", e);
            }
        });
    }

    private static ParameterBinder Converting(FunctionDescriptor function, ParameterInfo parameter, Type converterType) =>
        new(null, async context =>
        {
            var converter = (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(context.InstanceServices, converterType);
            var source = parameter == function.TriggerParameter ? context.TriggerValue : null;
            var result = await converter.ConvertAsync(new LocalConverterContext(parameter.ParameterType, source, context));
            return result.Status == ConversionStatus.Succeeded
                ? result.Value
                : throw new FunctionInputConverterException(
                    $"Function {function.Name}: {converterType.Name} could not make the parameter {parameter.Name}.",
                    result.Error ?? new InvalidOperationException("The converter does not handle the type."));
        });
}

internal sealed class LocalConverterContext(Type targetType, object? source, FunctionContext context) : ConverterContext
{
    public override Type TargetType => targetType;

    public override object? Source => source;

    public override FunctionContext FunctionContext => context;

    public override IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
}
