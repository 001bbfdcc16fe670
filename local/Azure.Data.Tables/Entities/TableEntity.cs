#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables;

/// <summary>
/// A row as a dictionary of its columns. Keys are case-sensitive; <c>PartitionKey</c>, <c>RowKey</c>, <c>Timestamp</c> and
/// <c>odata.etag</c> are among them. A column's type is int, long, double, bool, string, <see cref="Guid"/>, byte[],
/// <see cref="BinaryData"/>, <see cref="DateTimeOffset"/> or a UTC <see cref="DateTime"/>; instants are read back as <see cref="DateTimeOffset"/>.
/// </summary>
#pragma warning disable CA1710 // The official name.
public sealed partial class TableEntity : ITableEntity
#pragma warning restore CA1710
{
    private readonly Dictionary<string, object> _columns;

    /// <summary>A row without columns.</summary>
    public TableEntity() => _columns = new(StringComparer.Ordinal);

    /// <summary>A row with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A row with a copy of some columns; null stands for none.</summary>
    public TableEntity(IDictionary<string, object> values) =>
        _columns = values is null ? new(StringComparer.Ordinal) : new(values, StringComparer.Ordinal);

    /// <inheritdoc />
    public string PartitionKey
    {
        get => GetString(ColumnNames.PartitionKey);
        set => _columns[ColumnNames.PartitionKey] = value;
    }

    /// <inheritdoc />
    public string RowKey
    {
        get => GetString(ColumnNames.RowKey);
        set => _columns[ColumnNames.RowKey] = value;
    }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(ColumnNames.Timestamp);
        set => _columns[ColumnNames.Timestamp] = value;
    }

    /// <inheritdoc />
    public ETag ETag
    {
        get => GetString(ColumnNames.ETag) is { } text ? new ETag(text) : default;
        set => _columns[ColumnNames.ETag] = value == default ? null : value.ToString();
    }

    /// <summary>A string column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public string GetString(string key) => Get<string>(key);

    /// <summary>A binary column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public byte[] GetBinary(string key) => Find(key) switch
    {
        null => null,
        byte[] bytes => bytes,
        BinaryData data => data.ToArray(),
        var other => throw WrongType(key, typeof(byte[]), other),
    };

    /// <summary>A binary column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public BinaryData GetBinaryData(string key) => Find(key) switch
    {
        null => null,
        BinaryData data => data,
        byte[] bytes => BinaryData.FromBytes(bytes),
        var other => throw WrongType(key, typeof(BinaryData), other),
    };

    /// <summary>A Boolean column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public bool? GetBoolean(string key) => GetValueType<bool>(key);

    /// <summary>A 32-bit column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public int? GetInt32(string key) => GetValueType<int>(key);

    /// <summary>A 64-bit column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type, a 32-bit one included.</exception>
    public long? GetInt64(string key) => GetValueType<long>(key);

    /// <summary>A floating-point column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public double? GetDouble(string key) => GetValueType<double>(key);

    /// <summary>A GUID column; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public Guid? GetGuid(string key) => GetValueType<Guid>(key);

    /// <summary>An instant as a UTC <see cref="DateTime"/>; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public DateTime? GetDateTime(string key) => Find(key) switch
    {
        null => null,
        DateTimeOffset instant => instant.UtcDateTime,
        DateTime instant => instant,
        var other => throw WrongType(key, typeof(DateTime), other),
    };

    /// <summary>An instant; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => Find(key) switch
    {
        null => null,
        DateTimeOffset instant => instant,
        DateTime instant => new DateTimeOffset(instant),
        var other => throw WrongType(key, typeof(DateTimeOffset), other),
    };

    private T Get<T>(string key)
        where T : class => Find(key) switch
        {
            null => null,
            T value => value,
            var other => throw WrongType(key, typeof(T), other),
        };

    private T? GetValueType<T>(string key)
        where T : struct => Find(key) switch
        {
            null => null,
            T value => value,
            var other => throw WrongType(key, typeof(T), other),
        };

    private object Find(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _columns.GetValueOrDefault(key);
    }

    private static InvalidOperationException WrongType(string key, Type asked, object value) =>
        new($"Column '{key}' holds a {value.GetType()}, not a {asked}.");
}
