namespace Azure.Messaging.ServiceBus;

/// <summary>The running part of a processor: one loop that receives as many messages as handlers are free.</summary>
internal sealed class MessagePump(ServiceBusProcessor processor, ServiceBusReceiver receiver) : IDisposable
{
    // How long to wait for more handlers to become free while messages abound: a look that takes one message costs the same as one that takes many.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _handlers = [];
    private TaskCompletionSource _freed = New();
    private Task _loop = Task.CompletedTask;

    public bool IsRunning => !_stop.IsCancellationRequested;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Stops receiving and waits for the handlers.</summary>
    /// <param name="cancellationToken">Ends the wait only.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(Handlers()).WaitAsync(cancellationToken).ConfigureAwait(false);
        await receiver.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    public void ConcurrencyChanged() => Volatile.Read(ref _freed).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        var abundant = false;
        while (IsRunning)
        {
            try
            {
                var free = await FreeAsync(abundant).ConfigureAwait(false);
                var messages = await receiver.ReceiveMessagesAsync(free, null, _stop.Token).ConfigureAwait(false);
                abundant = messages.Count == free;
                foreach (var message in messages)
                {
                    // What arrives as the processor stops is left to others; what is no longer in the queue must be handled.
                    if (IsRunning || receiver.ReceiveMode != ServiceBusReceiveMode.PeekLock)
                    {
                        Handle(message);
                    }
                    else
                    {
                        await receiver.ReleaseAsync(message).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception stopped) when (!IsRunning && stopped is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception failure) // Whatever goes wrong is told, and receiving goes on.
            {
                await ReportAsync(failure, ServiceBusErrorSource.Receive).ConfigureAwait(false);
                await Task.Delay(ErrorPause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>How many handlers are free, once one is; when messages abound, once a half is or a moment has passed.</summary>
    private async Task<int> FreeAsync(bool abundant)
    {
        var moment = abundant ? Task.Delay(Gathering, _stop.Token) : Task.CompletedTask;
        while (true)
        {
            var freed = Volatile.Read(ref _freed).Task;
            var max = processor.MaxConcurrentCalls;
            var free = max - Handlers().Length;
            if (free > 0 && (moment.IsCompleted || 2 * free >= max))
            {
                return free;
            }

            _stop.Token.ThrowIfCancellationRequested();
            await (free > 0 ? Task.WhenAny(freed, moment) : freed).WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private void Handle(ServiceBusReceivedMessage message)
    {
        // Started outside of the lock's hold, but entered before it can leave.
        var entered = New();
        var handler = HandleAsync(message, entered.Task);
        lock (_gate)
        {
            _handlers.Add(handler);
        }

        _ = handler.ContinueWith(Leave, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        entered.SetResult();
    }

    private async Task HandleAsync(ServiceBusReceivedMessage message, Task entered)
    {
        await entered.ConfigureAwait(false);
        await new MessageDispatch(processor, receiver, ReportAsync, _stop.Token).RunAsync(message).ConfigureAwait(false);
    }

    private void Leave(Task handler)
    {
        lock (_gate)
        {
            _handlers.Remove(handler);
        }

        Interlocked.Exchange(ref _freed, New()).TrySetResult();
    }

    private Task[] Handlers()
    {
        lock (_gate)
        {
            return [.. _handlers];
        }
    }

    private async Task ReportAsync(Exception failure, ServiceBusErrorSource source)
    {
        try
        {
            var args = new ProcessErrorEventArgs(failure, source, processor.FullyQualifiedNamespace, processor.EntityPath, processor.Identifier, _stop.Token);
            await processor.OnProcessErrorAsync(args).ConfigureAwait(false);
        }
        catch (Exception) // The error handler's own failure has nobody left to be told to.
        {
        }
    }
}
