using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads rows out of the bodies of responses.</summary>
internal static class RowReader
{
    /// <summary>The one row that a response holds. Its ETag is the body's or, where that has none, the header's.</summary>
    public static T ReadOne<T>(Response response)
        where T : class, ITableEntity
    {
        var json = new Utf8JsonReader(Body(response));
        json.Read();
        var entity = Read<T>(ref json);
        if (entity.ETag == default && response.Headers.ETag is { } etag)
        {
            entity.ETag = etag;
        }

        return entity;
    }

    /// <summary>The rows that the answer to a query holds.</summary>
    public static List<T> ReadMany<T>(Response response)
        where T : class, ITableEntity
    {
        var json = new Utf8JsonReader(Body(response));
        var rows = new List<T>();
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isRows)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(Read<T>(ref json));
            }
        }

        return rows;
    }

    /// <summary>The bytes of a body; those that the pipeline has buffered are not copied again.</summary>
    public static ReadOnlySpan<byte> Body(Response response) =>
        response.ContentStream is MemoryStream { Position: 0 } stream && stream.TryGetBuffer(out var bytes) ? bytes : response.Content.ToMemory().Span;

    private static T Read<T>(ref Utf8JsonReader json)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object?> columns)
        {
            DictionaryRow.Read(ref json, columns);
        }
        else
        {
            RowType.Of(typeof(T)).Read(ref json, entity);
        }

        return entity;
    }
}
