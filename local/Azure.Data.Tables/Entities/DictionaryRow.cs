using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Rows that are dictionaries: the type of each column is that of its value.</summary>
internal static class DictionaryRow
{
    public static void Write(RowWriter writer, IDictionary<string, object?> columns)
    {
        if (columns is TableEntity entity)
        {
            // The usual case, without an enumerator on the heap.
            var each = entity.Columns();
            while (each.MoveNext())
            {
                WriteColumn(writer, each.Current.Key, each.Current.Value);
            }

            return;
        }

        foreach (var (name, value) in columns)
        {
            WriteColumn(writer, name, value);
        }
    }

    /// <summary>Reads the object that the reader stands at.</summary>
    public static void Read(ref Utf8JsonReader json, IDictionary<string, object?> columns)
    {
        Dictionary<string, string>? types = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString() ?? string.Empty;
            json.Read();
            if (name.EndsWith(ColumnNames.TypeSuffix, StringComparison.Ordinal))
            {
                var column = name[..^ColumnNames.TypeSuffix.Length];
                var type = json.GetString() ?? string.Empty;
                if (columns.TryGetValue(column, out var early) && early is not null)
                {
                    // An annotation may also follow its column.
                    Store(columns, column, EdmValue.Convert(type, early));
                }
                else
                {
                    (types ??= new(StringComparer.Ordinal))[column] = type;
                }
            }
            else if (name.StartsWith("odata.", StringComparison.Ordinal) && name != ColumnNames.ETag)
            {
                json.Skip();
            }
            else
            {
                var value = EdmValue.Read(ref json);
                if (value is null)
                {
                    continue;
                }

                var type = name == ColumnNames.Timestamp ? EdmValue.DateTime : types?.GetValueOrDefault(name);
                Store(columns, name, type is null ? value : EdmValue.Convert(type, value));
            }
        }
    }

    private static void Store(IDictionary<string, object?> columns, string name, object? value)
    {
        if (columns is TableEntity entity)
        {
            entity.Load(name, value);
        }
        else
        {
            columns[name] = value;
        }
    }

    private static void WriteColumn(RowWriter writer, string name, object? value)
    {
        if (name is ColumnNames.PartitionKey or ColumnNames.RowKey or ColumnNames.Timestamp or ColumnNames.ETag)
        {
            return;
        }

        switch (value)
        {
            case null:
                break;
            case string text:
                writer.Write(ColumnName.Of(name), text);
                break;
            case int number:
                writer.Write(ColumnName.Of(name), number);
                break;
            case long number:
                writer.Write(ColumnName.Of(name), number);
                break;
            case ulong number:
                writer.Write(ColumnName.Of(name), checked((long)number));
                break;
            case bool flag:
                writer.Write(ColumnName.Of(name), flag);
                break;
            case double number:
                writer.Write(ColumnName.Of(name), number);
                break;
            case DateTimeOffset instant:
                writer.Write(ColumnName.Of(name), instant);
                break;
            case DateTime instant:
                writer.Write(ColumnName.Of(name), instant);
                break;
            case Guid guid:
                writer.Write(ColumnName.Of(name), guid);
                break;
            case byte[] bytes:
                writer.Write(ColumnName.Of(name), bytes);
                break;
            case BinaryData data:
                writer.Write(ColumnName.Of(name), data.ToMemory().Span);
                break;
            default:
                throw new NotSupportedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Column '{name}' is a {value.GetType()}, which no column can hold (an enum only as a property of a type of its own)."));
        }
    }
}
