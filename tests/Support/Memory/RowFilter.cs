using System.Globalization;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>A condition on rows, out of a <c>$filter</c>.</summary>
/// <remarks>A comparison with a column that a row lacks, or that is of another type, does not hold, whichever it is: so has Azure it.</remarks>
internal abstract record RowFilter
{
    /// <summary>Lets every row through.</summary>
    public static RowFilter All { get; } = new Everything();

    /// <summary>Whether it lets a row through.</summary>
    public abstract bool Holds(MemoryRow row);

    /// <summary>The one partition that its rows are in; null when it may be several.</summary>
    public virtual string? Partition => null;

    /// <summary>A key that none of its rows stands before, within <see cref="Partition"/>; null for the first.</summary>
    public virtual string? FirstRow => null;

    private static int? Compare(object value, object literal) => (value, literal) switch
    {
        (string text, string other) => string.CompareOrdinal(text, other),
        (bool flag, bool other) => flag.CompareTo(other),
        (int or long, int or long) => Convert.ToInt64(value, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(literal, CultureInfo.InvariantCulture)),
        (int or long or double, int or long or double) => Convert.ToDouble(value, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(literal, CultureInfo.InvariantCulture)),
        (DateTimeOffset instant, DateTimeOffset other) => instant.CompareTo(other),
        (Guid guid, Guid other) => string.CompareOrdinal(guid.ToString(), other.ToString()),
        (byte[] bytes, byte[] other) => bytes.AsSpan().SequenceCompareTo(other),
        _ => null,
    };

    private sealed record Everything : RowFilter
    {
        public override bool Holds(MemoryRow row) => true;
    }

    internal sealed record Both(RowFilter Left, RowFilter Right) : RowFilter
    {
        public override string? Partition => Left.Partition ?? Right.Partition;

        public override string? FirstRow => Left.FirstRow ?? Right.FirstRow;

        public override bool Holds(MemoryRow row) => Left.Holds(row) && Right.Holds(row);
    }

    internal sealed record Either(RowFilter Left, RowFilter Right) : RowFilter
    {
        public override bool Holds(MemoryRow row) => Left.Holds(row) || Right.Holds(row);
    }

    internal sealed record Negation(RowFilter Inner) : RowFilter
    {
        public override bool Holds(MemoryRow row) => !Inner.Holds(row);
    }

    internal sealed record Comparison(string Column, string Operator, object Literal) : RowFilter
    {
        public override string? Partition => this is { Column: "PartitionKey", Operator: "eq", Literal: string key } ? key : null;

        public override string? FirstRow => this is { Column: "RowKey", Operator: "eq" or "ge" or "gt", Literal: string key } ? key : null;

        public override bool Holds(MemoryRow row)
        {
            object? value = Column switch
            {
                "PartitionKey" => row.PartitionKey,
                "RowKey" => row.RowKey,
                "Timestamp" => new DateTimeOffset(row.WrittenAt),
                _ => row.Columns.TryGetValue(Column, out var column) ? column.Read() : null,
            };
            return value is not null && Compare(value, Literal) is { } order && Operator switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "lt" => order < 0,
                "le" => order <= 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                _ => throw new NotSupportedException($"No operator: {Operator}"),
            };
        }
    }
}
