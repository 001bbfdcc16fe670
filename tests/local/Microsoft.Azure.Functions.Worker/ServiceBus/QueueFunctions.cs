using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.ServiceBus;

public sealed record Order(string Id, int Amount);

public sealed class Settling(Probe probe)
{
    [Function("Settling")]
    public async Task Run(
        [ServiceBusTrigger("%Queue%", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        probe.Saw(message.Body.ToString());
        await actions.CompleteMessageAsync(message, cancellationToken);
        probe.Saw("completed");
    }
}

public sealed class Binding(Probe probe)
{
    [Function("Binding")]
    public void Run([ServiceBusTrigger("%Queue%")] Order order, string messageId, int deliveryCount, DateTime enqueuedTimeUtc, string? subject) =>
        probe.Saw($"{order} {messageId} {deliveryCount} {enqueuedTimeUtc.Kind} {subject}");
}

public sealed class AlwaysFailing(Probe probe)
{
    [Function("AlwaysFailing")]
    public void Run([ServiceBusTrigger("%Queue%")] ServiceBusReceivedMessage message)
    {
        probe.Saw($"delivery {message.DeliveryCount}");
        throw new InvalidOperationException();
    }

    [Function("DeadLetters")]
    public void DeadLetters([ServiceBusTrigger("%Queue%/$deadletterqueue")] ServiceBusReceivedMessage message) =>
        probe.Saw($"dead {message.Body} {message.DeadLetterReason} {message.DeadLetterErrorDescription}");
}

public sealed class Refusing(Probe probe)
{
    [Function("Refusing")]
    public static Task Run([ServiceBusTrigger("%Queue%")] ServiceBusReceivedMessage message, ServiceBusMessageActions actions) =>
        actions.DeadLetterMessageAsync(message, deadLetterReason: "bad-claim", deadLetterErrorDescription: "It has no order.");

    [Function("RefusedDeadLetters")]
    public void DeadLetters([ServiceBusTrigger("%Queue%/$deadletterqueue")] ServiceBusReceivedMessage message) =>
        probe.Saw($"dead {message.Body} {message.DeadLetterReason} {message.DeadLetterErrorDescription}");
}

public sealed class Batched(Probe probe)
{
    [Function("Batched")]
    public async Task Run([ServiceBusTrigger("%Queue%", IsBatched = true)] Order[] orders)
    {
        foreach (var order in orders)
        {
            probe.Saw(order.Id);
        }

        await Task.Yield();
    }
}

public sealed class Crowded(Probe probe)
{
    private int running;

    public static int Most { get; private set; }

    [Function("Crowded")]
    public async Task Run([ServiceBusTrigger("%Queue%")] string message)
    {
        lock (probe)
        {
            Most = Math.Max(Most, ++probe.Count);
        }

        await Task.Delay(20);
        lock (probe)
        {
            probe.Count--;
        }

        probe.Saw($"{message}{running++ * 0}");
    }
}

public sealed class Forwarding(Probe probe)
{
    [Function("Forwarding")]
    [ServiceBusOutput("%Target%")]
    public static Order[] Run([ServiceBusTrigger("%Queue%")] string message) => [new Order(message, 1), new Order(message, 2)];

    [Function("Forwarded")]
    public void Forwarded([ServiceBusTrigger("%Target%")] Order order) => probe.Saw(order.ToString());
}

public sealed class Waiting(Probe probe)
{
    [Function("Waiting")]
    public async Task Run([ServiceBusTrigger("%Queue%")] string message)
    {
        probe.Saw($"began {message}");
        await probe.Gate.Task;
        probe.Saw($"ended {message}");
    }
}

public sealed class LeavingOpen(Probe probe)
{
    [Function("LeavingOpen")]
    public void Run([ServiceBusTrigger("%Queue%", AutoCompleteMessages = false)] ServiceBusReceivedMessage message) =>
        probe.Saw($"delivery {message.DeliveryCount}");
}

public sealed class UnnamedSetting
{
    [Function("UnnamedSetting")]
    public static void Run([ServiceBusTrigger("queue", Connection = "NoSuchSetting")] string message) => message.ToString();
}

public sealed class UnboundParameter
{
    [Function("UnboundParameter")]
    public static void Run([ServiceBusTrigger("queue")] string message, string weather) => _ = message + weather;
}
