#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.ComponentModel;

namespace Azure.Data.Tables;

/// <summary>The resource that tokens are asked for.</summary>
public readonly struct TableAudience : IEquatable<TableAudience>
{
    private readonly string _value;

    /// <summary>An audience by its URI.</summary>
    public TableAudience(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The public cloud.</summary>
    public static TableAudience AzurePublicCloud { get; } = new("https://storage.azure.com");

    /// <summary>Azure China.</summary>
    public static TableAudience AzureChina { get; } = new("https://storage.azure.cn");

    /// <summary>Azure Government.</summary>
    public static TableAudience AzureGovernment { get; } = new("https://storage.azure.us");

    /// <summary>The scope of a token request.</summary>
    internal string Scope => (_value ?? AzurePublicCloud._value).TrimEnd('/') + "/.default";

    /// <summary>An audience by its URI.</summary>
#pragma warning disable CA2225 // The official type has no named alternate.
    public static implicit operator TableAudience(string value) => new(value);
#pragma warning restore CA2225

    /// <summary>Whether two audiences are the same, letter case aside.</summary>
    public static bool operator ==(TableAudience left, TableAudience right) => left.Equals(right);

    /// <summary>Whether two audiences differ, letter case aside.</summary>
    public static bool operator !=(TableAudience left, TableAudience right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(TableAudience other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is TableAudience other && Equals(other);

    /// <inheritdoc />
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <inheritdoc />
    public override string ToString() => _value;
}
