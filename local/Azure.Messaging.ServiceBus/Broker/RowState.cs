namespace Azure.Messaging.ServiceBus;

/// <summary>What a message's row stands for. The numbers are stored.</summary>
internal enum RowState
{
    /// <summary>Can be received once its <c>Visible</c> time has passed; locked until then.</summary>
    Active = 0,

    /// <summary>Can be received by its number only.</summary>
    Deferred = 1,

    /// <summary>Becomes active by itself at its <c>Visible</c> time.</summary>
    Scheduled = 2,

    /// <summary>Stored, but not yet compared with the history of message ids. Not acknowledged to its sender.</summary>
    Unconfirmed = 3,

    /// <summary>Decided to be a dead letter, and on its way. Never received again from here.</summary>
    DeadLettering = 4,

    /// <summary>In the dead-letter table, while its row in the queue's own table may still be there.</summary>
    Arriving = 5,
}
