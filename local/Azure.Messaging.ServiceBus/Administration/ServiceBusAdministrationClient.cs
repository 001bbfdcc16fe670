#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Core;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>Makes, changes and looks at the queues of a namespace. Safe for several threads.</summary>
public class ServiceBusAdministrationClient
{
    private readonly BrokerConnection _connection;

    /// <summary>For test doubles.</summary>
    protected ServiceBusAdministrationClient()
    {
    }

    /// <summary>A client of the namespace that a connection string names; see <see cref="ServiceBusClient"/> for its form.</summary>
    /// <exception cref="ArgumentException">The string is empty, or lacks its endpoint or key.</exception>
    /// <exception cref="FormatException">The string cannot be read.</exception>
    public ServiceBusAdministrationClient(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        _connection = BrokerConnection.Open(ServiceBusConnectionStringProperties.Parse(connectionString), new ServiceBusRetryOptions());
    }

    /// <summary>A client that signs in with a credential. There is nobody to sign in to on one machine, so its first use fails.</summary>
    public ServiceBusAdministrationClient(string fullyQualifiedNamespace, TokenCredential credential)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
        _connection = BrokerConnection.OutOfReach(fullyQualifiedNamespace, new ServiceBusRetryOptions());
    }

    private QueueCatalog Catalog => _connection?.Catalog ?? throw new InvalidOperationException("A test double of the client has no connection.");

    /// <summary>Makes a queue with the defaults.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityAlreadyExists"/>, or a transient reason.</exception>
    public virtual Task<Response<QueueProperties>> CreateQueueAsync(string name, CancellationToken cancellationToken = default) =>
        CreateQueueAsync(new CreateQueueOptions(name), cancellationToken);

    /// <summary>Makes a queue.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityAlreadyExists"/>, or a transient reason.</exception>
    public virtual Task<Response<QueueProperties>> CreateQueueAsync(CreateQueueOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Catalog.CreateAsync(new QueueProperties(options), cancellationToken);
    }

    /// <summary>What a queue is set to.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual Task<Response<QueueProperties>> GetQueueAsync(string name, CancellationToken cancellationToken = default) =>
        Catalog.GetPropertiesAsync(QueueLimits.Name(name, nameof(name)), cancellationToken);

    /// <summary>Whether there is a queue of that name.</summary>
    /// <exception cref="ServiceBusException">A transient reason.</exception>
    public virtual Task<Response<bool>> QueueExistsAsync(string name, CancellationToken cancellationToken = default) =>
        Catalog.ExistsAsync(QueueLimits.Name(name, nameof(name)), cancellationToken);

    /// <summary>All queues, by name.</summary>
    public virtual AsyncPageable<QueueProperties> GetQueuesAsync(CancellationToken cancellationToken = default) =>
        Catalog.ListAsync(cancellationToken);

    /// <summary>Changes what a queue is set to. Others see it within seconds. Whether it looks for duplicates cannot change.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual Task<Response<QueueProperties>> UpdateQueueAsync(QueueProperties queue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return Catalog.UpdateAsync(queue, cancellationToken);
    }

    /// <summary>Deletes a queue and all its messages.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual Task<Response> DeleteQueueAsync(string name, CancellationToken cancellationToken = default) =>
        Catalog.DeleteAsync(QueueLimits.Name(name, nameof(name)), cancellationToken);

    /// <summary>Counts what is in a queue, reading every row of it.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>, or a transient reason.</exception>
    public virtual Task<Response<QueueRuntimeProperties>> GetQueueRuntimePropertiesAsync(string name, CancellationToken cancellationToken = default) =>
        Catalog.CountAsync(QueueLimits.Name(name, nameof(name)), cancellationToken);
}
