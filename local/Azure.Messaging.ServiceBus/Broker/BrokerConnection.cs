using System.Collections.Concurrent;
using System.Globalization;
using Azure.Core;
using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>One client's way to the tables that keep the queues.</summary>
internal sealed class BrokerConnection
{
    private const string WhereQueuesAre =
        "On one machine, queues are kept in Azurite's tables: give a connection string of the form " +
        "Endpoint=sb://127.0.0.1:10002/devstoreaccount1;SharedAccessKeyName=devstoreaccount1;SharedAccessKey={key};UseDevelopmentEmulator=true, " +
        "whose endpoint is the table service. A namespace in Azure is reached by the official packages (AzurePackages=official).";

    // One clock and one set of signals per storage, whatever the number of clients that this process makes.
    private static readonly ConcurrentDictionary<Uri, Storage> Storages = new();

    private readonly QueueCatalog? _catalog;
    private readonly string? _entityPath;

    private BrokerConnection(string fullyQualifiedNamespace, TimeSpan tryTimeout, QueueCatalog? catalog, string? entityPath)
    {
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        TryTimeout = tryTimeout;
        _catalog = catalog;
        _entityPath = entityPath;
    }

    public string FullyQualifiedNamespace { get; }

    public TimeSpan TryTimeout { get; }

    /// <exception cref="ServiceBusException">The connection string does not name queues on this machine.</exception>
    public QueueCatalog Catalog => _catalog ?? throw new ServiceBusException(
        isTransient: false,
        $"The namespace '{FullyQualifiedNamespace}' cannot be reached from here. {WhereQueuesAre}",
        innerException: new NotSupportedException(WhereQueuesAre));

    /// <summary>Opens what a connection string names; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">The endpoint or the key is missing.</exception>
    public static BrokerConnection Open(ServiceBusConnectionStringProperties properties, ServiceBusRetryOptions retry)
    {
        if (properties.Endpoint is not { } endpoint || properties.FullyQualifiedNamespace is not { } host)
        {
            throw new ArgumentException("The connection string has no Endpoint.");
        }

        if (properties.SharedAccessSignature is null && (properties.SharedAccessKeyName is null || properties.SharedAccessKey is null))
        {
            throw new ArgumentException("The connection string has neither SharedAccessKeyName and SharedAccessKey nor a SharedAccessSignature.");
        }

        var account = endpoint.AbsolutePath.Trim('/');
        if (!properties.UseDevelopmentEmulator || properties.SharedAccessKey is null || endpoint.Port < 0 || account.Length == 0)
        {
            return new BrokerConnection(host, retry.TryTimeout, null, properties.EntityPath);
        }

        var tables = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{endpoint.Host}:{endpoint.Port}/{account}"));
        var storage = Storages.GetOrAdd(tables, _ => new Storage());
        var client = new TableServiceClient(tables, new TableSharedKeyCredential(account, properties.SharedAccessKey), Options(retry, storage.Clock));
        return new BrokerConnection(host, retry.TryTimeout, new QueueCatalog(client, storage), properties.EntityPath);
    }

    /// <summary>A connection that cannot be made from here; using it says so.</summary>
    public static BrokerConnection OutOfReach(string fullyQualifiedNamespace, ServiceBusRetryOptions retry) =>
        new(fullyQualifiedNamespace, retry.TryTimeout, null, null);

    /// <exception cref="ArgumentException">The connection string is limited to another queue.</exception>
    public QueueEndpoint Queue(string name, SubQueue subQueue)
    {
        var path = EntityPath.Parse(name, subQueue);
        return _entityPath is null || string.Equals(path.Queue, _entityPath, StringComparison.OrdinalIgnoreCase)
            ? new QueueEndpoint(this, path)
            : throw new ArgumentException($"The connection string is limited to the queue '{_entityPath}', so '{name}' cannot be used with it.", nameof(name));
    }

    private static TableClientOptions Options(ServiceBusRetryOptions retry, StorageClock clock)
    {
        var options = new TableClientOptions();
        options.Retry.Mode = retry.Mode == ServiceBusRetryMode.Fixed ? RetryMode.Fixed : RetryMode.Exponential;
        options.Retry.MaxRetries = retry.MaxRetries;
        options.Retry.Delay = retry.Delay;
        options.Retry.MaxDelay = retry.MaxDelay;
        options.Retry.NetworkTimeout = retry.TryTimeout;
        options.AddPolicy(clock.Watch(), HttpPipelinePosition.PerRetry);
        return options;
    }

    /// <summary>What the clients of one storage share within this process.</summary>
    internal sealed class Storage
    {
        private readonly ConcurrentDictionary<string, QueueSignal> _signals = new(StringComparer.Ordinal);

        public StorageClock Clock { get; } = new(TimeProvider.System);

        public QueueSignal Signal(string table) => _signals.GetOrAdd(table, _ => new QueueSignal());

        public void Forget(QueueDescription queue)
        {
            _signals.TryRemove(queue.LiveTable, out _);
            _signals.TryRemove(queue.DeadLetterTable, out _);
        }
    }
}
