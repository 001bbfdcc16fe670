using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>The rows of one table, by partition and key, both ordered by code units. Whoever uses it holds the account's lock.</summary>
/// <param name="stamp">The time of a write, another one each time.</param>
internal sealed class MemoryTable(Func<DateTime> stamp)
{
    private const int MostOfAPage = 1_000;
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly SortedList<string, SortedList<string, MemoryRow>> _partitions = new(StringComparer.Ordinal);

    /// <summary>Does to it what a request asks.</summary>
    public MemoryAnswer Answer(MemoryRequest request) => (request.Method, request.Keys) switch
    {
        ("POST", null) => Insert(request),
        ("GET", "") => Page(request),
        ("GET", not null) => Get(request),
        ("PUT", not null) => Put(request, merge: false),
        ("PATCH" or "MERGE", not null) => Put(request, merge: true),
        ("DELETE", not null) => Delete(request),
        _ => throw new NotSupportedException($"Nothing that this project sends: {request}"),
    };

    /// <summary>The row of these keys, or null.</summary>
    public MemoryRow? Find(string partition, string row) => _partitions.GetValueOrDefault(partition)?.GetValueOrDefault(row);

    /// <summary>Puts back what stood at a key; null takes it away.</summary>
    public void Restore(string partition, string key, MemoryRow? row)
    {
        if (row is not null)
        {
            Store(row);
        }
        else if (_partitions.TryGetValue(partition, out var rows) && rows.Remove(key) && rows.Count == 0)
        {
            _partitions.Remove(partition);
        }
    }

    private MemoryAnswer Insert(MemoryRequest request)
    {
        var (partition, row, columns) = MemoryRow.Read(request.Body);
        if (partition is null || row is null)
        {
            throw new NotSupportedException("A row without keys is refused before it is sent.");
        }

        return Find(partition, row) is null ? Write(new(partition, row, stamp(), columns)) : MemoryAnswer.EntityExists;
    }

    private MemoryAnswer Put(MemoryRequest request, bool merge)
    {
        var (partition, key) = request.RowKeys();
        var standing = Find(partition, key);
        if (Unmet(request.IfMatch, standing) is { } refusal)
        {
            return refusal;
        }

        var (_, _, columns) = MemoryRow.Read(request.Body);
        foreach (var (name, value) in merge && standing is not null ? standing.Columns : new Dictionary<string, MemoryValue>())
        {
            columns.TryAdd(name, value);
        }

        return Write(new(partition, key, stamp(), columns));
    }

    private MemoryAnswer Delete(MemoryRequest request)
    {
        var (partition, key) = request.RowKeys();
        var refusal = Unmet(request.IfMatch ?? "*", Find(partition, key));
        if (refusal is null)
        {
            Restore(partition, key, null);
        }

        return refusal ?? MemoryAnswer.NoContent;
    }

    /// <summary>Without an ETag any row will do, and none as well.</summary>
    private static MemoryAnswer? Unmet(string? ifMatch, MemoryRow? standing) =>
        ifMatch is null ? null
        : standing is null ? MemoryAnswer.NotFound
        : ifMatch == "*" || ifMatch == standing.ETag ? null : MemoryAnswer.Changed;

    private MemoryAnswer Write(MemoryRow row)
    {
        if (row.Refusal() is { } refusal)
        {
            return refusal;
        }

        Store(row);
        return MemoryAnswer.Written(row.ETag);
    }

    private void Store(MemoryRow row)
    {
        if (!_partitions.TryGetValue(row.PartitionKey, out var rows))
        {
            _partitions[row.PartitionKey] = rows = new(StringComparer.Ordinal);
        }

        rows[row.RowKey] = row;
    }

    private MemoryAnswer Get(MemoryRequest request)
    {
        var (partition, key) = request.RowKeys();
        if (Find(partition, key) is not { } row)
        {
            return MemoryAnswer.NotFound;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, s_plain);
        row.Write(json, Selected(request));
        json.Flush();
        return new(200, "OK") { ETag = row.ETag, Body = buffer.WrittenSpan.ToArray() };
    }

    private MemoryAnswer Page(MemoryRequest request)
    {
        var filter = RowFilterReader.Read(request.Query.GetValueOrDefault("$filter"));
        var select = Selected(request);
        var most = request.Query.TryGetValue("$top", out var top) ? Math.Min(MostOfAPage, int.Parse(top, CultureInfo.InvariantCulture)) : MostOfAPage;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, s_plain);
        json.WriteStartObject();
        json.WriteStartArray("value");
        MemoryRow? next = null;
        var written = 0;
        foreach (var row in From(filter, Place(request, "NextPartitionKey"), Place(request, "NextRowKey")).Where(filter.Holds))
        {
            if (written++ == most)
            {
                next = row;
                break;
            }

            row.Write(json, select);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new(200, "OK")
        {
            Body = buffer.WrittenSpan.ToArray(),
            Continuation = next is null ? [] : [("x-ms-continuation-NextPartitionKey", Coded(next.PartitionKey)), ("x-ms-continuation-NextRowKey", Coded(next.RowKey))],
        };
    }

    /// <summary>The rows that a filter may let through, in their order, from a place on.</summary>
    private IEnumerable<MemoryRow> From(RowFilter filter, string? partition, string? row)
    {
        for (var at = First(_partitions, filter.Partition ?? partition); at < _partitions.Count; at++)
        {
            var (key, rows) = (_partitions.GetKeyAtIndex(at), _partitions.GetValueAtIndex(at));
            if (filter.Partition is { } only && key != only)
            {
                yield break;
            }

            for (var each = First(rows, key == partition ? row : key == filter.Partition ? filter.FirstRow : null); each < rows.Count; each++)
            {
                yield return rows.GetValueAtIndex(each);
            }
        }
    }

    /// <summary>The place of the first key that is not before another.</summary>
    private static int First<T>(SortedList<string, T> list, string? key)
    {
        var (low, high) = (0, key is null ? 0 : list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(list.GetKeyAtIndex(middle), key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static HashSet<string>? Selected(MemoryRequest request) =>
        request.Query.TryGetValue("$select", out var select) ? select.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal) : null;

    private static string Coded(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string? Place(MemoryRequest request, string name) =>
        request.Query.TryGetValue(name, out var coded) ? Encoding.UTF8.GetString(Convert.FromBase64String(coded)) : null;
}
