#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.ComponentModel;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>What a queue may be used for.</summary>
public readonly struct EntityStatus : IEquatable<EntityStatus>
{
    private readonly string _value;

    /// <summary>A status by its name; any case.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public EntityStatus(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>Sending and receiving.</summary>
    public static EntityStatus Active { get; } = new("Active");

    /// <summary>Neither.</summary>
    public static EntityStatus Disabled { get; } = new("Disabled");

    /// <summary>Receiving only.</summary>
    public static EntityStatus SendDisabled { get; } = new("SendDisabled");

    /// <summary>Sending only.</summary>
    public static EntityStatus ReceiveDisabled { get; } = new("ReceiveDisabled");

    /// <summary>Same name, in any case.</summary>
    public static bool operator ==(EntityStatus left, EntityStatus right) => left.Equals(right);

    /// <summary>Another name.</summary>
    public static bool operator !=(EntityStatus left, EntityStatus right) => !left.Equals(right);

    /// <summary>A status by its name.</summary>
    public static implicit operator EntityStatus(string value) => new(value);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is EntityStatus other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(EntityStatus other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
