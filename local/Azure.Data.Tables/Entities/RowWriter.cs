using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// Writes rows as JSON with the type annotations that plain JSON lacks, and counts what the service would count.
/// One a thread: what it wrote is copied out before the request is sent, because a request that timed out may still be
/// reading its body when the next one is written.
/// </summary>
#pragma warning disable CA1001 // The JSON writer writes to memory: there is nothing to release, and the thread keeps it.
internal sealed class RowWriter
#pragma warning restore CA1001
{
    private const int KeptCapacity = 256 * 1024;

    private static readonly JsonEncodedText s_binary = JsonEncodedText.Encode("Edm.Binary");
    private static readonly JsonEncodedText s_dateTime = JsonEncodedText.Encode("Edm.DateTime");
    private static readonly JsonEncodedText s_double = JsonEncodedText.Encode("Edm.Double");
    private static readonly JsonEncodedText s_guid = JsonEncodedText.Encode("Edm.Guid");
    private static readonly JsonEncodedText s_int64 = JsonEncodedText.Encode("Edm.Int64");

    [ThreadStatic]
    private static RowWriter? t_instance;

    private readonly Utf8JsonWriter _json;
    private int _columns;
    private long _size;

    private RowWriter()
    {
        Buffer = new ArrayBufferWriter<byte>(4096);

        // The body is read by a JSON parser and nothing else, so there is nothing to escape for.
        _json = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Where the rows go.</summary>
    public ArrayBufferWriter<byte> Buffer { get; }

    /// <summary>The thread's writer, empty.</summary>
    public static RowWriter Rent()
    {
        var writer = t_instance is { Buffer.Capacity: <= KeptCapacity } kept ? kept : t_instance = new RowWriter();
        writer.Buffer.ResetWrittenCount();
        return writer;
    }

    /// <summary>One row as the body of a request.</summary>
    /// <exception cref="RequestFailedException">400: the service would refuse the row.</exception>
    public static byte[] Serialize(ITableEntity entity)
    {
        var writer = Rent();
        writer.Append(entity);
        return writer.Buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a row at the end of the buffer.</summary>
    /// <exception cref="RequestFailedException">400: the service would refuse the row.</exception>
    public void Append(ITableEntity entity)
    {
        RowLimits.CheckKey(ColumnNames.PartitionKey, entity.PartitionKey);
        RowLimits.CheckKey(ColumnNames.RowKey, entity.RowKey);
        _columns = 0;
        _size = 4 + (2L * (entity.PartitionKey.Length + entity.RowKey.Length));
        _json.Reset(Buffer);
        _json.WriteStartObject();
        _json.WriteString(KeyColumns.PartitionKey.Json, entity.PartitionKey);
        _json.WriteString(KeyColumns.RowKey.Json, entity.RowKey);
        if (entity is IDictionary<string, object?> columns)
        {
            DictionaryRow.Write(this, columns);
        }
        else
        {
            RowType.Of(entity.GetType()).Write(this, entity);
        }

        _json.WriteEndObject();
        _json.Flush();
        RowLimits.CheckRow(_columns, _size);
    }

    public void Write(ColumnName name, string value)
    {
        RowLimits.CheckString(name.Text, value);
        Count(name, (2 * value.Length) + 4);
        _json.WriteString(name.Json, value);
    }

    public void Write(ColumnName name, bool value)
    {
        Count(name, 1);
        _json.WriteBoolean(name.Json, value);
    }

    public void Write(ColumnName name, int value)
    {
        Count(name, 4);
        _json.WriteNumber(name.Json, value);
    }

    public void Write(ColumnName name, long value)
    {
        Count(name, 8);
        _json.WriteString(name.TypeJson, s_int64);
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        _json.WriteString(name.Json, text[..length]);
    }

    public void Write(ColumnName name, double value)
    {
        Count(name, 8);
        _json.WriteString(name.TypeJson, s_double);
        if (double.IsFinite(value))
        {
            _json.WriteNumber(name.Json, value);
        }
        else
        {
            _json.WriteString(name.Json, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    public void Write(ColumnName name, Guid value)
    {
        Count(name, 16);
        _json.WriteString(name.TypeJson, s_guid);
        _json.WriteString(name.Json, value);
    }

    public void Write(ColumnName name, ReadOnlySpan<byte> value)
    {
        RowLimits.CheckBinary(name.Text, value.Length);
        Count(name, value.Length + 4);
        _json.WriteString(name.TypeJson, s_binary);
        _json.WriteBase64String(name.Json, value);
    }

    public void Write(ColumnName name, DateTimeOffset value) => WriteInstant(name, value.UtcDateTime);

    public void Write(ColumnName name, DateTime value) => WriteInstant(name, value.Kind == DateTimeKind.Utc
        ? value
        : throw new NotSupportedException($"The DateTime in '{name.Text}' has the kind {value.Kind}; only UTC says which instant is meant."));

    private void WriteInstant(ColumnName name, DateTime utc)
    {
        RowLimits.CheckInstant(name.Text, utc);
        Count(name, 8);
        _json.WriteString(name.TypeJson, s_dateTime);

        // Seven digits of a second, so that an instant comes back to the tick.
        Span<char> text = stackalloc char[28];
        utc.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        _json.WriteString(name.Json, text[..length]);
    }

    private void Count(ColumnName name, int valueSize)
    {
        _columns++;
        _size += 8 + (2L * name.Text.Length) + valueSize;
    }
}
