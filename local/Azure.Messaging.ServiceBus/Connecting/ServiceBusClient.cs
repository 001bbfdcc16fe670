#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The way to the queues of a namespace. On one machine it takes a connection string that ends in
/// <c>UseDevelopmentEmulator=true</c> and whose endpoint is where Azurite's table service listens, such as
/// <c>sb://127.0.0.1:10002/devstoreaccount1</c>; the key is the storage account's. Safe for several threads; make one and keep it.
/// </summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly BrokerConnection _connection;
    private volatile bool _closed;

    /// <summary>For test doubles.</summary>
    protected ServiceBusClient()
    {
        Identifier = string.Empty;
    }

    /// <summary>A client of the namespace that a connection string names.</summary>
    /// <exception cref="ArgumentException">The string is empty, or lacks its endpoint or key.</exception>
    /// <exception cref="FormatException">The string cannot be read.</exception>
    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    /// <summary>A client of the namespace that a connection string names.</summary>
    /// <exception cref="ArgumentException">The string is empty, or lacks its endpoint or key.</exception>
    /// <exception cref="FormatException">The string cannot be read.</exception>
    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        options ??= new ServiceBusClientOptions();
        _connection = BrokerConnection.Open(ServiceBusConnectionStringProperties.Parse(connectionString), options.RetryOptions.Clone());
        TransportType = options.TransportType;
        Identifier = Identifiers.Or(options.Identifier, FullyQualifiedNamespace);
    }

    /// <summary>A client that signs in with a credential. There is nobody to sign in to on one machine, so its first use fails.</summary>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    /// <summary>A client that signs in with a credential. There is nobody to sign in to on one machine, so its first use fails.</summary>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
        options ??= new ServiceBusClientOptions();
        _connection = BrokerConnection.OutOfReach(fullyQualifiedNamespace, options.RetryOptions.Clone());
        TransportType = options.TransportType;
        Identifier = Identifiers.Or(options.Identifier, fullyQualifiedNamespace);
    }

    /// <summary>The namespace's host.</summary>
    public virtual string FullyQualifiedNamespace => Connection.FullyQualifiedNamespace;

    /// <summary>Whether the client is closed, and with it everything made by it.</summary>
    public virtual bool IsClosed => _closed;

    /// <summary>The wire protocol asked for.</summary>
    public ServiceBusTransportType TransportType { get; }

    /// <summary>The name that the client goes by in logs.</summary>
    public virtual string Identifier { get; }

    internal BrokerConnection Connection => _connection ?? throw new InvalidOperationException("A test double of the client has no connection.");

    /// <summary>Makes a sender to a queue. Nothing is asked of the namespace before the first message.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    /// <summary>Makes a sender to a queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options)
    {
        NotClosed();
        return new ServiceBusSender(this, queueOrTopicName, options);
    }

    /// <summary>Makes a receiver of a queue, in peek-lock mode.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    /// <summary>Makes a receiver of a queue or its dead-letter queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        NotClosed();
        return new ServiceBusReceiver(this, queueName, options);
    }

    /// <summary>Makes a processor of a queue: one message at a time, completed when its handler returns.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusProcessor CreateProcessor(string queueName) => CreateProcessor(queueName, new ServiceBusProcessorOptions());

    /// <summary>Makes a processor of a queue or its dead-letter queue.</summary>
    /// <exception cref="ArgumentException">The name is empty, or not that of the connection string's <c>EntityPath</c>.</exception>
    public virtual ServiceBusProcessor CreateProcessor(string queueName, ServiceBusProcessorOptions options)
    {
        NotClosed();
        return new ServiceBusProcessor(this, queueName, options);
    }

    /// <summary>Closes the client and everything made by it.</summary>
    public virtual ValueTask DisposeAsync()
    {
        _closed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private void NotClosed() => ObjectDisposedException.ThrowIf(_closed, this);
}
