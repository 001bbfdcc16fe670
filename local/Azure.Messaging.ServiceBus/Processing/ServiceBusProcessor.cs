#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Receives the messages of one queue and hands them to a handler, several at once if wished, keeping their locks alive.
/// A handler that throws has its message abandoned; whatever fails is told to the error handler, and the processor goes on.
/// </summary>
public class ServiceBusProcessor : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Func<ProcessMessageEventArgs, Task> _onMessage;
    private Func<ProcessErrorEventArgs, Task> _onError;
    private MessagePump _pump;
    private volatile bool _closed;

    /// <summary>For test doubles.</summary>
    protected ServiceBusProcessor()
    {
        Options = new ServiceBusProcessorOptions();
        Identifier = string.Empty;
    }

    /// <summary>A processor of a queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    protected internal ServiceBusProcessor(ServiceBusClient client, string queueName, ServiceBusProcessorOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        Options = options ?? new ServiceBusProcessorOptions();
        _client = client;
        MaxConcurrentCalls = Options.MaxConcurrentCalls;
        PrefetchCount = Options.PrefetchCount;
        ReceiveMode = Options.ReceiveMode;
        AutoCompleteMessages = Options.AutoCompleteMessages;
        MaxAutoLockRenewalDuration = Options.MaxAutoLockRenewalDuration;
        EntityPath = client.Connection.Queue(queueName, Options.SubQueue).Path.ToString();
        Identifier = Identifiers.Or(Options.Identifier, EntityPath);
    }

    /// <summary>The one handler of messages.</summary>
    /// <exception cref="InvalidOperationException">Changed while processing.</exception>
    /// <exception cref="NotSupportedException">A second handler.</exception>
    /// <exception cref="ArgumentException">Removing another one than was set.</exception>
    public event Func<ProcessMessageEventArgs, Task> ProcessMessageAsync
    {
        add => Set(ref _onMessage, value);
        remove => Unset(ref _onMessage, value);
    }

    /// <summary>The one handler of failures.</summary>
    /// <exception cref="InvalidOperationException">Changed while processing.</exception>
    /// <exception cref="NotSupportedException">A second handler.</exception>
    /// <exception cref="ArgumentException">Removing another one than was set.</exception>
    public event Func<ProcessErrorEventArgs, Task> ProcessErrorAsync
    {
        add => Set(ref _onError, value);
        remove => Unset(ref _onError, value);
    }

    /// <summary>The namespace's host.</summary>
    public virtual string FullyQualifiedNamespace => Client.FullyQualifiedNamespace;

    /// <summary>The queue, with <c>/$deadletterqueue</c> behind it for a dead-letter queue.</summary>
    public virtual string EntityPath { get; } = string.Empty;

    /// <summary>The name that the processor goes by in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Lock or delete.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    /// <summary>How many messages are locked ahead of free handlers.</summary>
    public virtual int PrefetchCount { get; private set; }

    /// <summary>How many handlers run at once.</summary>
    public virtual int MaxConcurrentCalls { get; private set; }

    /// <summary>Whether a message is completed when its handler returns.</summary>
    public virtual bool AutoCompleteMessages { get; }

    /// <summary>How long a lock is renewed.</summary>
    public virtual TimeSpan MaxAutoLockRenewalDuration { get; }

    /// <summary>Whether messages are being received.</summary>
    public virtual bool IsProcessing => _pump is { IsRunning: true };

    /// <summary>Whether the processor is closed for good.</summary>
    public virtual bool IsClosed => _closed || _client?.IsClosed == true;

    private ServiceBusProcessorOptions Options { get; }

    private ServiceBusClient Client => _client ?? throw new InvalidOperationException("A test double has no client.");

    /// <summary>Starts receiving and returns.</summary>
    /// <exception cref="InvalidOperationException">A handler is missing, or the processor runs already.</exception>
    public virtual async Task StartProcessingAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_onMessage is null || _onError is null)
            {
                throw new InvalidOperationException("Set a handler for messages and one for errors before processing starts.");
            }

            if (_pump is not null)
            {
                throw new InvalidOperationException("The processor runs already.");
            }

            _pump = new MessagePump(this, NewReceiver());
            _pump.Start();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops receiving and waits for the handlers that run. They are asked to end by their cancellation token.</summary>
    /// <param name="cancellationToken">Ends the wait only.</param>
    public virtual async Task StopProcessingAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_pump is { } pump)
            {
                await pump.StopAsync(cancellationToken).ConfigureAwait(false);
                _pump = null;
                pump.Dispose();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops, for good.</summary>
    public virtual async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        await StopProcessingAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes how many handlers run at once, also while processing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public void UpdateConcurrency(int maxConcurrentCalls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrentCalls, 1);
        MaxConcurrentCalls = maxConcurrentCalls;
        _pump?.ConcurrencyChanged();
    }

    /// <summary>Changes how many messages are locked ahead, from the next start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public void UpdatePrefetchCount(int prefetchCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefetchCount);
        PrefetchCount = prefetchCount;
    }

    /// <summary>Stops, for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Hands a message to its handler.</summary>
    protected internal virtual Task OnProcessMessageAsync(ProcessMessageEventArgs args) => _onMessage?.Invoke(args) ?? Task.CompletedTask;

    /// <summary>Hands a failure to its handler.</summary>
    protected internal virtual Task OnProcessErrorAsync(ProcessErrorEventArgs args) => _onError?.Invoke(args) ?? Task.CompletedTask;

    private ServiceBusReceiver NewReceiver() => Client.CreateReceiver(EntityPath, new ServiceBusReceiverOptions
    {
        ReceiveMode = ReceiveMode,
        PrefetchCount = PrefetchCount,
        Identifier = Identifier,
    });

    private void Set<TArgs>(ref Func<TArgs, Task> handler, Func<TArgs, Task> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        NotWhileProcessing();
        if (handler is not null)
        {
            throw new NotSupportedException("A handler is set already; there can be only one.");
        }

        handler = value;
    }

    private void Unset<TArgs>(ref Func<TArgs, Task> handler, Func<TArgs, Task> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        NotWhileProcessing();
        if (handler != value)
        {
            throw new ArgumentException("That handler has not been set.", nameof(value));
        }

        handler = null;
    }

    private void NotWhileProcessing()
    {
        if (_pump is not null)
        {
            throw new InvalidOperationException("Handlers cannot change while the processor runs.");
        }
    }
}
