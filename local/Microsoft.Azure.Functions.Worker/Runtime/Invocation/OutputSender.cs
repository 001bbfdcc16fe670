using System.Collections;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Sends what a function left in its Service Bus outputs: a text or bytes as they are, anything else as JSON, a list as a message each.</summary>
internal sealed class OutputSender(IReadOnlyList<(OutputDescriptor Output, ServiceBusSender Sender)> targets)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task SendAsync(InvocationOutputs outputs, CancellationToken cancellationToken)
    {
        foreach (var (output, sender) in targets)
        {
            var messages = Messages(outputs.Bindings.GetValueOrDefault(output.Name)).ToList();
            if (messages.Count > 0)
            {
                await sender.SendMessagesAsync(messages, cancellationToken);
            }
        }
    }

    private static IEnumerable<ServiceBusMessage> Messages(object? value) => value switch
    {
        null => [],
        string text => [new ServiceBusMessage(text)],
        byte[] bytes => [new ServiceBusMessage(bytes)],
        BinaryData data => [new ServiceBusMessage(data)],
        IEnumerable many => many.Cast<object?>().SelectMany(Messages),
        _ => [new ServiceBusMessage(BinaryData.FromObjectAsJson(value, Web)) { ContentType = "application/json" }],
    };
}
