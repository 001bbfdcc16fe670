using System.Collections;
using System.Reflection;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Fills the trigger's own parameter.</summary>
internal static class TriggerValue
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <exception cref="StartupException">The trigger cannot be had as the parameter's type.</exception>
    public static ParameterBinder Binder(FunctionDescriptor function, ParameterInfo parameter) => function.Trigger switch
    {
        HttpTriggerAttribute => new(static context => context.Http?.Request),
        TimerTriggerAttribute when parameter.ParameterType == typeof(TimerInfo) => new(static context => context.TriggerValue),
        TimerTriggerAttribute when parameter.ParameterType == typeof(string) => new(static context => JsonSerializer.Serialize(context.TriggerValue)),
        ServiceBusTriggerAttribute { IsBatched: true } => Batch(function, parameter.ParameterType),
        ServiceBusTriggerAttribute => Message(function, parameter.ParameterType),
        _ => throw new StartupException($"Function {function.Name}: the trigger cannot be had as {parameter.ParameterType.Name}."),
    };

    private static ParameterBinder Message(FunctionDescriptor function, Type type)
    {
        var convert = Converter(function, type);
        return new(context => context.TriggerValue is ServiceBusReceivedMessage message ? convert(message) : null);
    }

    private static ParameterBinder Batch(FunctionDescriptor function, Type type)
    {
        var item = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericArguments() is [var argument] && type.IsAssignableFrom(argument.MakeArrayType()) ? argument
            : null;
        if (item is null)
        {
            throw new StartupException($"Function {function.Name} gets batches, so its trigger must be an array, not {type.Name}.");
        }

        var convert = Converter(function, item);
        return new(context =>
        {
            var messages = context.TriggerValue as IReadOnlyList<ServiceBusReceivedMessage> ?? [];
            var array = Array.CreateInstance(item, messages.Count);
            for (var i = 0; i < messages.Count; i++)
            {
                ((IList)array)[i] = convert(messages[i]);
            }

            return array;
        });
    }

    private static Func<ServiceBusReceivedMessage, object?> Converter(FunctionDescriptor function, Type type)
    {
        if (type == typeof(ServiceBusReceivedMessage))
        {
            return static message => message;
        }

        if (type == typeof(string))
        {
            return static message => message.Body.ToString();
        }

        if (type == typeof(BinaryData))
        {
            return static message => message.Body;
        }

        if (type == typeof(byte[]))
        {
            return static message => message.Body.ToArray();
        }

        return type.IsAbstract || type == typeof(object)
            ? throw new StartupException($"Function {function.Name}: a message cannot be had as {type.Name}.")
            : message => FromJson(function, type, message);
    }

    private static object? FromJson(FunctionDescriptor function, Type type, ServiceBusReceivedMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Body, type, Web);
        }
        catch (JsonException e)
        {
            throw new FunctionInputConverterException($"Function {function.Name}: the message's body is no {type.Name}.", e);
        }
    }
}
