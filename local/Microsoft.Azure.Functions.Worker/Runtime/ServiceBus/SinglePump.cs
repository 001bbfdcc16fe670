using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>One message an invocation, through the client's own processor, as the official extension does it.</summary>
internal sealed class SinglePump : IMessagePump
{
    private readonly TriggeredFunction function;
    private readonly string queue;
    private readonly ServiceBusProcessor processor;

    public SinglePump(TriggeredFunction function, ServiceBusClient client, string queue, HostJson host, bool autoComplete)
    {
        this.function = function;
        this.queue = queue;
        processor = client.CreateProcessor(queue, new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = autoComplete,
            MaxConcurrentCalls = host.MaxConcurrentCalls,
            MaxAutoLockRenewalDuration = host.MaxAutoLockRenewal,
            PrefetchCount = host.PrefetchCount,
        });
        processor.ProcessMessageAsync += OnMessageAsync;
        processor.ProcessErrorAsync += OnErrorAsync;
    }

    public Task StartAsync(CancellationToken cancellationToken) => processor.StartProcessingAsync(cancellationToken);

    public Task StopAsync() => processor.StopProcessingAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => processor.DisposeAsync();

    private async Task OnMessageAsync(ProcessMessageEventArgs args)
    {
        try
        {
            var actions = new ServiceBusMessageActions(new ProcessorSettlement(args));
            await function.RunAsync(args.Message, data: MessageData.Of(args.Message), actions: actions);
        }
        catch (Exception e)
        {
            Log.FunctionFailed(function.Logger, function.Name, args.Message.MessageId, e);

            // The processor abandons the message.
            throw;
        }
    }

    private Task OnErrorAsync(ProcessErrorEventArgs args)
    {
        switch (args.ErrorSource)
        {
            case ServiceBusErrorSource.ProcessMessageCallback:
                // Logged where it was thrown.
                break;
            case ServiceBusErrorSource.Receive or ServiceBusErrorSource.AcceptSession:
                Log.QueueFailed(function.Logger, queue, function.Name, args.Exception);
                break;
            default:
                Log.SettlementFailed(function.Logger, queue, function.Name, args.Exception);
                break;
        }

        return Task.CompletedTask;
    }
}
