using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Memory;

/// <summary>One of two storages that do the same: its table, the ETags that it has given, and what it answers, as text that the other's is compared with.</summary>
internal sealed class TableSide(TableClient table)
{
    private readonly Dictionary<(string, string), List<ETag>> _given = [];

    /// <summary>What an operation ends in: its status, or its failure with code and failing action.</summary>
    public async Task<string> TellAsync(Func<TableSide, Task<string>> operation)
    {
        try
        {
            return await operation(this);
        }
        catch (TableTransactionFailedException failure)
        {
            return $"{failure.Status} {failure.ErrorCode} at {failure.FailedTransactionActionIndex}";
        }
        catch (RequestFailedException failure)
        {
            return $"{failure.Status} {failure.ErrorCode}";
        }
    }

    public TableClient Table => table;

    /// <summary>The ETag that a row was given so many writes ago; any when it had not so many.</summary>
    public ETag Given(string partition, string row, int ago) =>
        _given.TryGetValue((partition, row), out var given) && ago < given.Count ? given[^(ago + 1)] : ETag.All;

    /// <summary>Keeps the ETag of a write, and tells whether it is a new one.</summary>
    public string Written(string partition, string row, Response response)
    {
        if (response.Headers.ETag is not { } etag)
        {
            return $"{response.Status} without ETag";
        }

        var given = _given.TryGetValue((partition, row), out var known) ? known : _given[(partition, row)] = [];
        var fresh = !given.Contains(etag);
        given.Add(etag);
        return $"{response.Status}{(fresh ? "" : " with an ETag that was given before")}";
    }

    /// <summary>A row as text: its columns by name, and whether its ETag is the last that was given.</summary>
    public string Text(TableEntity row)
    {
        var current = row.PartitionKey is { } partition && row.RowKey is { } key && row.ETag == Given(partition, key, 0) ? " as written" : "";
        var columns = row.Where(column => column.Key is not ("odata.etag" or "Timestamp")).OrderBy(column => column.Key, StringComparer.Ordinal)
            .Select(column => $"{column.Key}={Text(column.Value)}");
        return $"{{{string.Join(' ', columns)}{(row.Timestamp is null ? "" : " at a time")}{current}}}";
    }

    private static string Text(object? value) => value switch
    {
        byte[] bytes => $"bytes {Convert.ToHexString(bytes)}",
        DateTimeOffset instant => $"instant {instant.UtcTicks}",
        _ => $"{value?.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
    };
}
