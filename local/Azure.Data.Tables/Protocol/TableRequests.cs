using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The requests of the Table REST protocol: https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api.</summary>
internal static class TableRequests
{
    private const string Json = "application/json";
    private const string MinimalMetadata = "application%2Fjson%3Bodata%3Dminimalmetadata";

    public static HttpMessage CreateTable(TableAccount account, string table)
    {
        var message = account.Message(RequestMethod.Post, account.Address("/Tables"));
        return WithBody(message, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table }));
    }

    public static HttpMessage DeleteTable(TableAccount account, string table) =>
        account.Message(RequestMethod.Delete, account.Address($"/Tables('{Escape(table)}')"));

    public static HttpMessage ListTables(TableAccount account, string? filter, int? top, string? continuation)
    {
        var query = new StringBuilder("$format=").Append(MinimalMetadata);
        Append(query, "$filter", filter);
        Append(query, "$top", top?.ToString(CultureInfo.InvariantCulture));
        Append(query, "NextTableName", continuation);
        return account.Message(RequestMethod.Get, account.Address("/Tables", query.ToString()));
    }

    public static HttpMessage Insert(TableAccount account, string table, ITableEntity entity)
    {
        var message = account.Message(RequestMethod.Post, account.Address("/" + table));
        message.Request.Headers.Add("Prefer", "return-no-content");
        return WithBody(message, RowWriter.Serialize(entity));
    }

    /// <summary>An update when there is an ETag, an upsert when there is none.</summary>
    public static HttpMessage Put(TableAccount account, string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        var body = RowWriter.Serialize(entity);
        var message = account.Message(MethodOf(mode), account.Address(RowPath(table, entity.PartitionKey, entity.RowKey)));
        if (ifMatch != default)
        {
            message.Request.Headers.Add("If-Match", ifMatch.ToString());
        }

        return WithBody(message, body);
    }

    public static HttpMessage Delete(TableAccount account, string table, string partitionKey, string rowKey, ETag ifMatch)
    {
        var message = account.Message(RequestMethod.Delete, account.Address(CheckedRowPath(table, partitionKey, rowKey)));
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return message;
    }

    public static HttpMessage Get(TableAccount account, string table, string partitionKey, string rowKey, string? select)
    {
        var query = new StringBuilder("$format=").Append(MinimalMetadata);
        Append(query, "$select", select);
        return account.Message(RequestMethod.Get, account.Address(CheckedRowPath(table, partitionKey, rowKey), query.ToString()));
    }

    public static HttpMessage Query(TableAccount account, string table, RowQuery rows, int? top, ContinuationToken? continuation)
    {
        var query = new StringBuilder("$format=").Append(MinimalMetadata);
        Append(query, "$top", top?.ToString(CultureInfo.InvariantCulture));
        Append(query, "$select", rows.Select);
        Append(query, "$filter", rows.Filter);
        Append(query, "NextPartitionKey", continuation?.PartitionKey);
        Append(query, "NextRowKey", continuation?.RowKey);
        return account.Message(RequestMethod.Get, account.Address($"/{table}()", query.ToString()));
    }

    public static RequestMethod MethodOf(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentException($"Unexpected value for mode: {mode}", nameof(mode)),
    };

    /// <summary>The path of a row.</summary>
    /// <exception cref="RequestFailedException">400: a key is none that the service takes.</exception>
    public static string CheckedRowPath(string table, string partitionKey, string rowKey)
    {
        RowLimits.CheckKey(ColumnNames.PartitionKey, partitionKey);
        RowLimits.CheckKey(ColumnNames.RowKey, rowKey);
        return RowPath(table, partitionKey, rowKey);
    }

    private static string RowPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    /// <summary>In a literal a quote is doubled; everything that means something in a URI is escaped.</summary>
    private static string Escape(string text) =>
        Uri.EscapeDataString(text.Contains('\'', StringComparison.Ordinal) ? text.Replace("'", "''", StringComparison.Ordinal) : text);

    private static HttpMessage WithBody(HttpMessage message, byte[] body)
    {
        message.Request.Headers.Add("Content-Type", Json);
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
