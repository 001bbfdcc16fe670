#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.ComponentModel;
using System.Net;

namespace Azure.Data.Tables.Sas;

/// <summary>The addresses that a signature is good for, both ends included; none stands for all of them.</summary>
public readonly struct TableSasIPRange : IEquatable<TableSasIPRange>
{
    private readonly IPAddress _start;
    private readonly IPAddress _end;

    /// <summary>A range, or one address when there is no end.</summary>
    public TableSasIPRange(IPAddress start, IPAddress end = null)
    {
        _start = start;
        _end = end;
    }

    /// <summary>The first address; <see cref="IPAddress.None"/> when there is none.</summary>
    public IPAddress Start => _start ?? IPAddress.None;

    /// <summary>The last address; <see cref="IPAddress.None"/> when there is none.</summary>
    public IPAddress End => _end ?? IPAddress.None;

    /// <summary>Whether two ranges are the same.</summary>
    public static bool operator ==(TableSasIPRange left, TableSasIPRange right) => left.Equals(right);

    /// <summary>Whether two ranges differ.</summary>
    public static bool operator !=(TableSasIPRange left, TableSasIPRange right) => !left.Equals(right);

    /// <summary>A range from the form of <see cref="ToString"/>, <c>first-last</c> or one address.</summary>
    /// <exception cref="FormatException">It is no range.</exception>
    public static TableSasIPRange Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        var dash = s.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? new(IPAddress.Parse(s))
            : new(IPAddress.Parse(s.AsSpan(0, dash)), IPAddress.Parse(s.AsSpan(dash + 1)));
    }

    /// <inheritdoc />
    public bool Equals(TableSasIPRange other) => Start.Equals(other.Start) && End.Equals(other.End);

    /// <inheritdoc />
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is TableSasIPRange other && Equals(other);

    /// <inheritdoc />
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => HashCode.Combine(Start, End);

    /// <inheritdoc />
    public override string ToString() => (_start, _end) switch
    {
        (null, _) => string.Empty,
        (_, null) => _start.ToString(),
        _ => $"{_start}-{_end}",
    };
}
