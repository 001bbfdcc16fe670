using Azure;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>Up to host.json's maxMessageBatchSize messages an invocation, one batch after the other.</summary>
internal sealed class BatchPump(TriggeredFunction function, ServiceBusClient client, string queue, HostJson host, bool autoComplete) : IMessagePump
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource stop = new();
    private readonly ServiceBusReceiver receiver = client.CreateReceiver(queue, new ServiceBusReceiverOptions { PrefetchCount = host.PrefetchCount });
    private Task loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await receiver.DisposeAsync();
        stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var messages = await receiver.ReceiveMessagesAsync(host.MaxMessageBatchSize, Wait, stop.Token);
                if (messages.Count > 0)
                {
                    await HandleAsync(messages);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is ServiceBusException or RequestFailedException)
            {
                Log.QueueFailed(function.Logger, queue, function.Name, e);
                await Task.Delay(PauseAfterFailure, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HandleAsync(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        var settlement = new BatchSettlement(receiver);
        using var renewal = new CancellationTokenSource(host.MaxAutoLockRenewal);
        var renewing = RenewAsync(messages, settlement, renewal.Token);
        var failed = false;
        try
        {
            await function.RunAsync(messages, actions: new ServiceBusMessageActions(settlement));
        }
        catch (Exception e)
        {
            failed = true;
            Log.FunctionFailed(function.Logger, function.Name, $"{messages.Count} messages", e);
        }
        finally
        {
            await renewal.CancelAsync();
            await renewing;
        }

        foreach (var message in messages.Where(message => !settlement.IsSettled(message)))
        {
            await SettleAsync(message, settlement, failed);
        }
    }

    private async Task SettleAsync(ServiceBusReceivedMessage message, BatchSettlement settlement, bool failed)
    {
        try
        {
            if (failed)
            {
                await settlement.AbandonAsync(message, null, CancellationToken.None);
            }
            else if (autoComplete)
            {
                await settlement.CompleteAsync(message, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is ServiceBusException or RequestFailedException)
        {
            Log.SettlementFailed(function.Logger, queue, function.Name, e);
        }
    }

    private async Task RenewAsync(IReadOnlyList<ServiceBusReceivedMessage> messages, BatchSettlement settlement, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Half of what is left leaves room for a slow renewal.
            var left = messages.Min(message => message.LockedUntil) - DateTimeOffset.UtcNow;
            await Task.Delay(left > TimeSpan.Zero ? left / 2 : TimeSpan.FromMilliseconds(100), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var message in messages.Where(message => !settlement.IsSettled(message)))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                try
                {
                    await receiver.RenewMessageLockAsync(message, cancellationToken);
                }
                catch (Exception e) when (e is ServiceBusException or RequestFailedException or OperationCanceledException)
                {
                    // The lock is lost or the batch done: settling says so.
                }
            }
        }
    }
}
