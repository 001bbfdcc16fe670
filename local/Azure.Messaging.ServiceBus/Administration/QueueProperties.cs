#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What a queue is set to.</summary>
public class QueueProperties : IEquatable<QueueProperties>
{
    internal QueueProperties(string name) => Name = name;

    internal QueueProperties(CreateQueueOptions options)
    {
        Name = options.Name;
        LockDuration = options.LockDuration;
        DefaultMessageTimeToLive = options.DefaultMessageTimeToLive;
        DeadLetteringOnMessageExpiration = options.DeadLetteringOnMessageExpiration;
        RequiresDuplicateDetection = options.RequiresDuplicateDetection;
        DuplicateDetectionHistoryTimeWindow = options.DuplicateDetectionHistoryTimeWindow;
        MaxDeliveryCount = options.MaxDeliveryCount;
        Status = options.Status;
        if (options.UserMetadata is { } metadata)
        {
            UserMetadata = metadata;
        }
    }

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>How long a lock holds: above zero, at most five minutes; one minute by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of that.</exception>
    public TimeSpan LockDuration
    {
        get;
        set => field = QueueLimits.LockDuration(value);
    } = QueueLimits.DefaultLockDuration;

    /// <summary>How long a message lives unless it says less: at least a second; for ever by default (<see cref="TimeSpan.MaxValue"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Under a second.</exception>
    public TimeSpan DefaultMessageTimeToLive
    {
        get;
        set => field = QueueLimits.DefaultMessageTimeToLive(value);
    } = TimeSpan.MaxValue;

    /// <summary>Whether an expired message goes to the dead-letter queue rather than away; false by default.</summary>
    public bool DeadLetteringOnMessageExpiration { get; set; }

    /// <summary>Whether a message id is taken once within the window; fixed at creation, false by default.</summary>
    public bool RequiresDuplicateDetection { get; internal set; }

    /// <summary>How long a message id is remembered: 20 seconds to 7 days, one minute by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of that.</exception>
    public TimeSpan DuplicateDetectionHistoryTimeWindow
    {
        get;
        set => field = QueueLimits.DuplicateDetectionHistoryTimeWindow(value);
    } = QueueLimits.DefaultDuplicateDetectionWindow;

    /// <summary>How often a message is handed out before it is dead-lettered: at least once, 10 times by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Under 1.</exception>
    public int MaxDeliveryCount
    {
        get;
        set => field = QueueLimits.MaxDeliveryCount(value);
    } = QueueLimits.DefaultMaxDeliveryCount;

    /// <summary>What the queue may be used for; everything by default.</summary>
    public EntityStatus Status { get; set; } = EntityStatus.Active;

    /// <summary>The owner's own note, at most 1,024 characters, not null; empty by default.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
    public string UserMetadata
    {
        get;
        set => field = QueueLimits.UserMetadata(value);
    } = string.Empty;

    /// <summary>Whether all properties are equal; names in any case.</summary>
    public bool Equals(QueueProperties other) =>
        other is not null
        && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)
        && LockDuration == other.LockDuration
        && DefaultMessageTimeToLive == other.DefaultMessageTimeToLive
        && DeadLetteringOnMessageExpiration == other.DeadLetteringOnMessageExpiration
        && RequiresDuplicateDetection == other.RequiresDuplicateDetection
        && (!RequiresDuplicateDetection || DuplicateDetectionHistoryTimeWindow == other.DuplicateDetectionHistoryTimeWindow)
        && MaxDeliveryCount == other.MaxDeliveryCount
        && Status == other.Status
        && string.Equals(UserMetadata, other.UserMetadata, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object obj) => Equals(obj as QueueProperties);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>Whether all properties are equal.</summary>
    public static bool operator ==(QueueProperties left, QueueProperties right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether a property differs.</summary>
    public static bool operator !=(QueueProperties left, QueueProperties right) => !(left == right);
}
