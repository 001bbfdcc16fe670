using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace PromoFunctions.App.Telemetry;

/// <summary>
/// The W3C trace context of a message: in the application property <c>traceparent</c> (and <c>tracestate</c>), and under <c>Diagnostic-Id</c>,
/// where the Azure SDKs look for it.
/// </summary>
internal static class MessageTrace
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";
    private const string DiagnosticId = "Diagnostic-Id";

    /// <summary>Gives the message the trace of what sends it; nothing when that is not traced.</summary>
    public static ServiceBusMessage Traced(this ServiceBusMessage message)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id, Source.Name: PromoTelemetry.Name } sender)
        {
            message.ApplicationProperties[Parent] = id;
            message.ApplicationProperties[DiagnosticId] = id;
            if (sender.TraceStateString is { Length: > 0 } state)
            {
                message.ApplicationProperties[State] = state;
            }
        }

        return message;
    }

    /// <summary>The span of a message's processing, in its sender's trace.</summary>
    /// <param name="message">The message.</param>
    /// <param name="function">The function that processes it.</param>
    /// <param name="queue">The queue that it came from.</param>
    /// <returns>Null while nobody listens.</returns>
    public static Activity? StartProcessing(this ServiceBusReceivedMessage message, string function, string queue)
    {
        if (!PromoTelemetry.Spans.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(Text(message, Parent) ?? Text(message, DiagnosticId), Text(message, State), isRemote: true, out var sender);
        return PromoTelemetry.Spans.StartActivity(function, ActivityKind.Consumer, sender)
            ?.SetTag("faas.trigger", "pubsub")
            .SetTag("messaging.system", "servicebus")
            .SetTag("messaging.destination.name", queue)
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.servicebus.message.delivery_count", message.DeliveryCount);
    }

    private static string? Text(ServiceBusReceivedMessage message, string property) =>
        message.ApplicationProperties.TryGetValue(property, out var value) ? value as string : null;
}
