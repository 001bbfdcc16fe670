using System.Globalization;
using System.Text.Json;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>A column's value as it was sent.</summary>
/// <param name="Type">The type that is annotated; null where the value's own form tells it.</param>
/// <param name="Json">The value.</param>
internal sealed record MemoryValue(string? Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>As a filter compares it: a string, a Boolean, an int, a long, a double, a Guid, an instant or bytes.</summary>
    public object Read()
    {
        var json = new Utf8JsonReader(Json.Span);
        json.Read();
        return (Type, json.TokenType) switch
        {
            ("Edm.Int64", JsonTokenType.String) => long.Parse(json.GetString() ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            ("Edm.Double", JsonTokenType.Number) => json.GetDouble(),
            ("Edm.Guid", _) => json.GetGuid(),
            ("Edm.DateTime", _) => json.GetDateTimeOffset(),
            ("Edm.Binary", _) => json.GetBytesFromBase64(),
            (null or "Edm.String", JsonTokenType.String) => json.GetString() ?? "",
            (null or "Edm.Boolean", JsonTokenType.True) => true,
            (null or "Edm.Boolean", JsonTokenType.False) => false,
            (null or "Edm.Int32", JsonTokenType.Number) when json.TryGetInt32(out var number) => number,
            (null, JsonTokenType.Number) => json.GetDouble(),
            _ => throw new NotSupportedException($"A column of the type {Type} holds a {json.TokenType}."),
        };
    }

    /// <summary>What the service counts for it, less its name.</summary>
    public int Size => Type switch
    {
        "Edm.Int64" or "Edm.Double" or "Edm.DateTime" => 8,
        "Edm.Guid" => 16,
        "Edm.Binary" => (Json.Length * 3 / 4) + 4,
        _ => Json.Span[0] == (byte)'"' ? (2 * (new Utf8Text(Json).Characters - 2)) + 4 : 4,
    };

    private readonly record struct Utf8Text(ReadOnlyMemory<byte> Bytes)
    {
        public int Characters => System.Text.Encoding.UTF8.GetCharCount(Bytes.Span);
    }
}

/// <summary>A row as it stands after a write; a later write makes another one.</summary>
/// <param name="PartitionKey">Its partition.</param>
/// <param name="RowKey">Its key there.</param>
/// <param name="WrittenAt">When it was written; no two writes have the same.</param>
/// <param name="Columns">Its columns, without the keys.</param>
internal sealed record MemoryRow(string PartitionKey, string RowKey, DateTime WrittenAt, IReadOnlyDictionary<string, MemoryValue> Columns)
{
    private const int MostColumns = 252;
    private const int MostBytes = 1024 * 1024;
    private const string TypeSuffix = "@odata.type";

    /// <summary>Its version, made of the time of its writing as in Azure.</summary>
    public string ETag => $"W/\"datetime'{Uri.EscapeDataString(Timestamp)}'\"";

    private string Timestamp => WrittenAt.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The columns of a body; those of the keys apart, which it may lack.</summary>
    public static (string? Partition, string? Row, Dictionary<string, MemoryValue> Columns) Read(ReadOnlyMemory<byte> body)
    {
        string? partition = null, row = null;
        var columns = new Dictionary<string, MemoryValue>(StringComparer.Ordinal);
        Dictionary<string, string>? types = null;
        var json = new Utf8JsonReader(body.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString() ?? "";
            json.Read();
            if (name == "PartitionKey")
            {
                partition = json.GetString();
            }
            else if (name == "RowKey")
            {
                row = json.GetString();
            }
            else if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                (types ??= new(StringComparer.Ordinal))[name[..^TypeSuffix.Length]] = json.GetString() ?? "";
            }
            else if (json.TokenType != JsonTokenType.Null)
            {
                var start = (int)json.TokenStartIndex;
                columns[name] = new(types?.GetValueOrDefault(name), body[start..(int)json.BytesConsumed]);
            }
        }

        return (partition, row, columns);
    }

    /// <summary>Why the service takes no such row; null when it does.</summary>
    public MemoryAnswer? Refusal()
    {
        var size = 4 + (2L * (PartitionKey.Length + RowKey.Length)) + Columns.Sum(column => 8L + (2 * column.Key.Length) + column.Value.Size);
        return Columns.Count > MostColumns ? MemoryAnswer.TooManyColumns : size > MostBytes ? MemoryAnswer.RowTooLarge : null;
    }

    /// <summary>Writes it as the answer to a reading.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="select">The columns that are asked for; null for all.</param>
    public void Write(Utf8JsonWriter json, IReadOnlySet<string>? select)
    {
        json.WriteStartObject();
        json.WriteString("odata.etag", ETag);
        Write("PartitionKey", PartitionKey);
        Write("RowKey", RowKey);
        Write("Timestamp", Timestamp);
        foreach (var (name, value) in Columns)
        {
            if (select?.Contains(name) == false)
            {
                continue;
            }

            if (value.Type is { } type)
            {
                json.WriteString(name + TypeSuffix, type);
            }

            json.WritePropertyName(name);
            json.WriteRawValue(value.Json.Span, skipInputValidation: true);
        }

        json.WriteEndObject();

        void Write(string name, string value)
        {
            if (select?.Contains(name) != false)
            {
                json.WriteString(name, value);
            }
        }
    }
}
