using System.Collections.Concurrent;

namespace Azure.Messaging.ServiceBus;

/// <summary>Takes one message through its handler: keeps its lock, settles it where the handler has not, tells what fails.</summary>
internal sealed class MessageDispatch(
    ServiceBusProcessor processor,
    ServiceBusReceiver receiver,
    Func<Exception, ServiceBusErrorSource, Task> report,
    CancellationToken stopping)
{
    private readonly ConcurrentQueue<ServiceBusReceivedMessage> _messages = new();
    private readonly ConcurrentQueue<Task> _renewals = new();

    private bool Locks => processor.ReceiveMode == ServiceBusReceiveMode.PeekLock;

    public async Task RunAsync(ServiceBusReceivedMessage message)
    {
        var args = new ProcessMessageEventArgs(message, receiver, processor.Identifier, stopping);
        using var handled = new CancellationTokenSource();
        args.Taken = taken => Keep(taken, args, handled.Token);
        Keep(message, args, handled.Token);
        try
        {
            await processor.OnProcessMessageAsync(args).ConfigureAwait(false);
            await EndAsync(handled).ConfigureAwait(false);
            if (Locks && processor.AutoCompleteMessages)
            {
                await SettleAllAsync(item => receiver.CompleteMessageAsync(item, CancellationToken.None), ServiceBusErrorSource.Complete).ConfigureAwait(false);
            }
        }
        catch (Exception failure) // Whatever the handler throws is told, and its message given back.
        {
            await EndAsync(handled).ConfigureAwait(false);
            await report(failure, ServiceBusErrorSource.ProcessMessageCallback).ConfigureAwait(false);
            if (Locks && failure is not ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost })
            {
                await SettleAllAsync(item => receiver.AbandonMessageAsync(item, null, CancellationToken.None), ServiceBusErrorSource.Abandon).ConfigureAwait(false);
            }
        }
    }

    private void Keep(ServiceBusReceivedMessage message, ProcessMessageEventArgs args, CancellationToken handled)
    {
        _messages.Enqueue(message);
        if (Locks)
        {
            _renewals.Enqueue(new LockRenewal(receiver, processor.MaxAutoLockRenewalDuration, report).RunAsync(message, args, handled));
        }
    }

    private async Task EndAsync(CancellationTokenSource handled)
    {
        await handled.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_renewals).ConfigureAwait(false);
    }

    private async Task SettleAllAsync(Func<ServiceBusReceivedMessage, Task> settle, ServiceBusErrorSource source)
    {
        foreach (var message in _messages.Where(message => !message.IsSettled))
        {
            try
            {
                await settle(message).ConfigureAwait(false);
            }
            catch (Exception failure) // Told; the lock runs out and the message comes again.
            {
                await report(failure, source).ConfigureAwait(false);
            }
        }
    }
}
