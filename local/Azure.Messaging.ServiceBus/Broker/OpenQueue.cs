using Azure.Data.Tables;
using Azure.Messaging.ServiceBus.Administration;

namespace Azure.Messaging.ServiceBus;

/// <summary>A queue's tables, as of what the catalog said last.</summary>
internal sealed class OpenQueue(QueueDescription description, TableServiceClient tables, StorageClock clock, QueueSignal live, QueueSignal dead)
{
    private readonly GroupedRemovals _liveRemovals = new(tables.GetTableClient(description.LiveTable));
    private readonly GroupedRemovals _deadRemovals = new(tables.GetTableClient(description.DeadLetterTable));

    public QueueDescription Description => description;

    public QueueProperties Properties => description.Properties;

    public StorageClock Clock => clock;

    public TableClient Live { get; } = tables.GetTableClient(description.LiveTable);

    public TableClient Dead { get; } = tables.GetTableClient(description.DeadLetterTable);

    public GroupedRemovals LiveRemovals => _liveRemovals;

    public GroupedRemovals DeadRemovals => _deadRemovals;

    /// <summary>Pulsed when a message enters the queue.</summary>
    public QueueSignal LiveSignal => live;

    /// <summary>Pulsed when a message enters the dead-letter queue.</summary>
    public QueueSignal DeadSignal => dead;

    /// <summary>The message ids of the window; null when the queue does not look for duplicates.</summary>
    public DuplicateHistory? History { get; } = description.Properties.RequiresDuplicateDetection
        ? new DuplicateHistory(tables, description, clock)
        : null;
}
