using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>
/// Hands the messages of a queue to a function. When the function throws, its message is abandoned: its delivery has been counted,
/// and the queue dead-letters it after the last one.
/// </summary>
internal sealed class ServiceBusListener : ITriggerListener
{
    private readonly TriggeredFunction function;
    private readonly ServiceBusClient client;
    private readonly string queue;
    private readonly HostJson host;
    private readonly bool autoComplete;
    private readonly bool isBatched;
    private IMessagePump? pump;
    private Task stopping = Task.CompletedTask;

    public ServiceBusListener(TriggeredFunction function, ServiceBusTriggerAttribute trigger, ServiceBusClient client, string queue, HostJson host)
    {
        this.function = function;
        this.client = client;
        this.queue = queue;
        this.host = host;
        isBatched = trigger.IsBatched;
        autoComplete = function.Function.AutoCompleteMessages ?? host.AutoCompleteMessages;
    }

    public string Function => function.Name;

    public string Description => $"queue {queue}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        pump = isBatched
            ? new BatchPump(function, client, queue, host, autoComplete)
            : new SinglePump(function, client, queue, host, autoComplete);
        await pump.StartAsync(cancellationToken);
    }

    public void StopTaking()
    {
        if (pump is not null)
        {
            stopping = pump.StopAsync();
        }
    }

    public async Task DrainAsync() => await stopping.WaitAsync(function.Running.GiveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        // A function that does not end would never let its pump end: the process does, and the lock lapses.
        if (pump is not null && stopping.IsCompleted)
        {
            await pump.DisposeAsync();
        }
    }

    public Task RunNowAsync(string? input)
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromString(input ?? ""),
            messageId: Guid.NewGuid().ToString("N"),
            deliveryCount: 1,
            lockTokenGuid: Guid.NewGuid());
        var actions = new ServiceBusMessageActions(DetachedSettlement.Instance);
        return function.RunAsync(isBatched ? new[] { message } : message, data: MessageData.Of(message), actions: actions);
    }
}

/// <summary>Takes messages from a queue and hands them on, until it is stopped.</summary>
internal interface IMessagePump : IAsyncDisposable
{
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes no more; done when those that were taken are settled.</summary>
    Task StopAsync();
}
