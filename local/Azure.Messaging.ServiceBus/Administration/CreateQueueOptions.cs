#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What a new queue is to be. Limits and defaults are those of <see cref="QueueProperties"/>.</summary>
public class CreateQueueOptions : IEquatable<CreateQueueOptions>
{
    /// <summary>A queue of a name, with the defaults.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a character that a name cannot have.</exception>
    public CreateQueueOptions(string name) => Name = name;

    /// <summary>A queue like another.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="queue"/> is null.</exception>
    public CreateQueueOptions(QueueProperties queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        Name = queue.Name;
        LockDuration = queue.LockDuration;
        DefaultMessageTimeToLive = queue.DefaultMessageTimeToLive;
        DeadLetteringOnMessageExpiration = queue.DeadLetteringOnMessageExpiration;
        RequiresDuplicateDetection = queue.RequiresDuplicateDetection;
        DuplicateDetectionHistoryTimeWindow = queue.DuplicateDetectionHistoryTimeWindow;
        MaxDeliveryCount = queue.MaxDeliveryCount;
        Status = queue.Status;
        UserMetadata = queue.UserMetadata;
    }

    /// <summary>The queue's name: at most 260 characters, none of @ ? # *, no slash at either end.</summary>
    /// <exception cref="ArgumentException">Not such a name.</exception>
    public string Name
    {
        get;
        set => field = QueueLimits.Name(value, nameof(Name));
    }

    /// <summary>See <see cref="QueueProperties.LockDuration"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of its limits.</exception>
    public TimeSpan LockDuration
    {
        get;
        set => field = QueueLimits.LockDuration(value);
    } = QueueLimits.DefaultLockDuration;

    /// <summary>See <see cref="QueueProperties.DefaultMessageTimeToLive"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of its limits.</exception>
    public TimeSpan DefaultMessageTimeToLive
    {
        get;
        set => field = QueueLimits.DefaultMessageTimeToLive(value);
    } = TimeSpan.MaxValue;

    /// <summary>See <see cref="QueueProperties.DeadLetteringOnMessageExpiration"/>.</summary>
    public bool DeadLetteringOnMessageExpiration { get; set; }

    /// <summary>See <see cref="QueueProperties.RequiresDuplicateDetection"/>.</summary>
    public bool RequiresDuplicateDetection { get; set; }

    /// <summary>See <see cref="QueueProperties.DuplicateDetectionHistoryTimeWindow"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of its limits.</exception>
    public TimeSpan DuplicateDetectionHistoryTimeWindow
    {
        get;
        set => field = QueueLimits.DuplicateDetectionHistoryTimeWindow(value);
    } = QueueLimits.DefaultDuplicateDetectionWindow;

    /// <summary>See <see cref="QueueProperties.MaxDeliveryCount"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside of its limits.</exception>
    public int MaxDeliveryCount
    {
        get;
        set => field = QueueLimits.MaxDeliveryCount(value);
    } = QueueLimits.DefaultMaxDeliveryCount;

    /// <summary>See <see cref="QueueProperties.Status"/>.</summary>
    public EntityStatus Status { get; set; } = EntityStatus.Active;

    /// <summary>See <see cref="QueueProperties.UserMetadata"/>; null by default.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
    public string UserMetadata
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = QueueLimits.UserMetadata(value);
        }
    }

    /// <summary>Whether the queues would be equal.</summary>
    public bool Equals(CreateQueueOptions other) => other is not null && new QueueProperties(this).Equals(new QueueProperties(other));

    /// <inheritdoc/>
    public override bool Equals(object obj) => Equals(obj as CreateQueueOptions);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>Whether the queues would be equal.</summary>
    public static bool operator ==(CreateQueueOptions left, CreateQueueOptions right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the queues would differ.</summary>
    public static bool operator !=(CreateQueueOptions left, CreateQueueOptions right) => !(left == right);
}
