namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What a queue's properties may be, as Service Bus has it, with the texts of its refusals.</summary>
internal static class QueueLimits
{
    public static readonly TimeSpan DefaultLockDuration = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan DefaultDuplicateDetectionWindow = TimeSpan.FromMinutes(1);
    public const int DefaultMaxDeliveryCount = 10;
    private const int MaxNameLength = 260;
    private const int MaxUserMetadataLength = 1024;
    private static readonly TimeSpan MaxLockDuration = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MinTimeToLive = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(7);

    /// <exception cref="ArgumentException">Empty, or with a character that a name cannot have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Longer than 260 characters.</exception>
    public static string Name(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentOutOfRangeException(parameter, $"A queue's name has at most {MaxNameLength} characters.");
        }

        var path = name.Replace('\\', '/');
        if (path[0] == '/' || path[^1] == '/')
        {
            throw new ArgumentException("A queue's name neither begins nor ends with a slash.", parameter);
        }

        return path.AsSpan().IndexOfAny("@?#*|") >= 0
            ? throw new ArgumentException($"'{name}' has a character that a queue's name cannot have: @ ? # * |", parameter)
            : name;
    }

    public static TimeSpan LockDuration(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(LockDuration));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxLockDuration, nameof(LockDuration));
        return value;
    }

    public static TimeSpan DefaultMessageTimeToLive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, MinTimeToLive, nameof(DefaultMessageTimeToLive));
        return value;
    }

    public static TimeSpan DuplicateDetectionHistoryTimeWindow(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, MinWindow, nameof(DuplicateDetectionHistoryTimeWindow));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxWindow, nameof(DuplicateDetectionHistoryTimeWindow));
        return value;
    }

    public static int MaxDeliveryCount(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxDeliveryCount));
        return value;
    }

    public static string UserMetadata(string value, string property = nameof(UserMetadata))
    {
        ArgumentNullException.ThrowIfNull(value, property);
        return value.Length > MaxUserMetadataLength
            ? throw new ArgumentOutOfRangeException(property, $"User metadata has at most {MaxUserMetadataLength} characters.")
            : value;
    }
}
