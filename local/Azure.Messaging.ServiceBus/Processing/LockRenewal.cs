namespace Azure.Messaging.ServiceBus;

/// <summary>Keeps a message's lock while its handler runs, and says when it is lost.</summary>
internal sealed class LockRenewal(ServiceBusReceiver receiver, TimeSpan longest, Func<Exception, ServiceBusErrorSource, Task> report)
{
    // A renewal is due this long before the lock's end, or at half of what is left when that is less.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <param name="message">The message.</param>
    /// <param name="args">Told of the loss.</param>
    /// <param name="handled">Cancelled when the handler has ended.</param>
    public async Task RunAsync(ServiceBusReceivedMessage message, ProcessMessageEventArgs args, CancellationToken handled)
    {
        var start = TimeProvider.System.GetTimestamp();
        var length = message.LockedUntil - receiver.StorageNow;
        try
        {
            while (longest == Timeout.InfiniteTimeSpan || TimeProvider.System.GetElapsedTime(start) + Pause(length) < longest)
            {
                await Task.Delay(Pause(length), handled).ConfigureAwait(false);
                if (message.IsSettled)
                {
                    return;
                }

                await receiver.RenewMessageLockAsync(message, handled).ConfigureAwait(false);
                length = message.LockedUntil - receiver.StorageNow;
            }

            // Renewed for as long as was asked for; the handler may outlast the lock now.
            while (message.LockedUntil - receiver.StorageNow is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left + Moment, handled).ConfigureAwait(false);
            }

            await LostAsync(message, args, null).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (handled.IsCancellationRequested)
        {
            // The handler has ended.
        }
        catch (Exception failure) // Told; without its lock the message comes again.
        {
            if (!message.IsSettled)
            {
                await report(failure, ServiceBusErrorSource.RenewLock).ConfigureAwait(false);
                await LostAsync(message, args, failure).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan Pause(TimeSpan length)
    {
        var margin = length / 2 < Margin ? length / 2 : Margin;
        return length - margin > TimeSpan.Zero ? length - margin : TimeSpan.Zero;
    }

    private async Task LostAsync(ServiceBusReceivedMessage message, ProcessMessageEventArgs args, Exception? failure)
    {
        if (message.IsSettled)
        {
            return;
        }

        try
        {
            await args.OnMessageLockLostAsync(new MessageLockLostEventArgs(message, failure)).ConfigureAwait(false);
        }
        catch (Exception thrown) // The handler's.
        {
            await report(thrown, ServiceBusErrorSource.ProcessMessageCallback).ConfigureAwait(false);
        }
    }
}
