using System.Buffers.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

internal sealed class StringCodec : EdmCodec<string>
{
    public override void Write(RowWriter writer, ColumnName name, string value) => writer.Write(name, value);

    public override string Read(ref Utf8JsonReader json, ColumnName name) => json.GetString() ?? string.Empty;
}

internal sealed class BooleanCodec : EdmCodec<bool>
{
    public override void Write(RowWriter writer, ColumnName name, bool value) => writer.Write(name, value);

    public override bool Read(ref Utf8JsonReader json, ColumnName name) => json.GetBoolean();
}

internal sealed class Int32Codec : EdmCodec<int>
{
    public override void Write(RowWriter writer, ColumnName name, int value) => writer.Write(name, value);

    public override int Read(ref Utf8JsonReader json, ColumnName name) => json.GetInt32();
}

/// <summary>A JSON number loses the low bits of a long, so the protocol sends it as a string.</summary>
internal sealed class Int64Codec : EdmCodec<long>
{
    public override void Write(RowWriter writer, ColumnName name, long value) => writer.Write(name, value);

    public override long Read(ref Utf8JsonReader json, ColumnName name) =>
        json.TokenType == JsonTokenType.String && Utf8Parser.TryParse(json.ValueSpan, out long value, out var used) && used == json.ValueSpan.Length
            ? value
            : json.TokenType == JsonTokenType.Number ? json.GetInt64() : throw new FormatException($"Column '{name.Text}' is no 64-bit number.");
}

/// <summary>Held as a 64-bit signed number: values from 2^63 have no column.</summary>
internal sealed class UInt64Codec : EdmCodec<ulong>
{
    private static readonly Int64Codec s_signed = new();

    public override void Write(RowWriter writer, ColumnName name, ulong value) => writer.Write(name, checked((long)value));

    public override ulong Read(ref Utf8JsonReader json, ColumnName name) => checked((ulong)s_signed.Read(ref json, name));
}

internal sealed class DoubleCodec : EdmCodec<double>
{
    public override void Write(RowWriter writer, ColumnName name, double value) => writer.Write(name, value);

    public override double Read(ref Utf8JsonReader json, ColumnName name) =>
        json.TokenType == JsonTokenType.String ? EdmValue.ParseDouble(json.GetString() ?? string.Empty) : json.GetDouble();
}

internal sealed class GuidCodec : EdmCodec<Guid>
{
    public override void Write(RowWriter writer, ColumnName name, Guid value) => writer.Write(name, value);

    public override Guid Read(ref Utf8JsonReader json, ColumnName name) =>
        json.TryGetGuid(out var value) ? value : Guid.Parse(json.GetString() ?? string.Empty);
}

internal sealed class DateTimeOffsetCodec : EdmCodec<DateTimeOffset>
{
    public override void Write(RowWriter writer, ColumnName name, DateTimeOffset value) => writer.Write(name, value);

    public override DateTimeOffset Read(ref Utf8JsonReader json, ColumnName name) =>
        json.TryGetDateTimeOffset(out var value) ? value : EdmValue.ParseInstant(json.GetString() ?? string.Empty);
}

internal sealed class DateTimeCodec : EdmCodec<DateTime>
{
    private static readonly DateTimeOffsetCodec s_instant = new();

    public override void Write(RowWriter writer, ColumnName name, DateTime value) => writer.Write(name, value);

    public override DateTime Read(ref Utf8JsonReader json, ColumnName name) => s_instant.Read(ref json, name).UtcDateTime;
}

internal sealed class BytesCodec : EdmCodec<byte[]>
{
    public override void Write(RowWriter writer, ColumnName name, byte[] value) => writer.Write(name, value);

    public override byte[] Read(ref Utf8JsonReader json, ColumnName name) => json.GetBytesFromBase64();
}

internal sealed class BinaryDataCodec : EdmCodec<BinaryData>
{
    public override void Write(RowWriter writer, ColumnName name, BinaryData value) => writer.Write(name, value.ToMemory().Span);

    public override BinaryData Read(ref Utf8JsonReader json, ColumnName name) => BinaryData.FromBytes(json.GetBytesFromBase64());
}

/// <summary>A member of the type <see cref="ETag"/> other than the row's own is a string.</summary>
internal sealed class ETagCodec : EdmCodec<ETag>
{
    public override void Write(RowWriter writer, ColumnName name, ETag value)
    {
        if (value != default)
        {
            writer.Write(name, value.ToString());
        }
    }

    public override ETag Read(ref Utf8JsonReader json, ColumnName name) => new(json.GetString() ?? string.Empty);
}

/// <summary>An enum is its name.</summary>
internal sealed class EnumCodec<T> : EdmCodec<T>
    where T : struct, Enum
{
    public override void Write(RowWriter writer, ColumnName name, T value) => writer.Write(name, value.ToString());

    public override T Read(ref Utf8JsonReader json, ColumnName name) => Enum.Parse<T>(json.GetString() ?? string.Empty);
}

/// <summary>A nullable value; no codec is asked for a null.</summary>
internal sealed class NullableCodec<T>(EdmCodec<T> inner) : EdmCodec<T?>
    where T : struct
{
    public override void Write(RowWriter writer, ColumnName name, T? value)
    {
        if (value is { } present)
        {
            inner.Write(writer, name, present);
        }
    }

    public override T? Read(ref Utf8JsonReader json, ColumnName name) => inner.Read(ref json, name);
}
