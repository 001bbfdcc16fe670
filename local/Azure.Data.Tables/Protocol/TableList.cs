using System.Text.Json;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The answer to a query for tables.</summary>
internal static class TableList
{
    public static Page<TableItem> Read(Response response)
    {
        var json = new Utf8JsonReader(RowReader.Body(response));
        using var document = JsonDocument.ParseValue(ref json);
        var tables = new List<TableItem>();
        foreach (var table in document.RootElement.GetProperty("value").EnumerateArray())
        {
            tables.Add(new TableItem(table.GetProperty("TableName").GetString() ?? string.Empty));
        }

        response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next);
        return Page<TableItem>.FromValues(tables, next, response);
    }
}
