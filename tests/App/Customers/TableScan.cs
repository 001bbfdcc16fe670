using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace PromoFunctions.App.Tests.Customers;

/// <summary>Looks for texts in every row of every table there is, queues among them, compressed contents too.</summary>
internal sealed class TableScan(string connectionString, params string[] without)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Where a text stands, in whatever case: table, keys and property.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(params IReadOnlyList<string> texts)
    {
        var found = new List<string>();
        var service = new TableServiceClient(connectionString);
        await foreach (var table in service.QueryAsync(cancellationToken: Cancellation))
        {
            if (without.Contains(table.Name))
            {
                continue;
            }

            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                found.AddRange(
                    from cell in row
                    let content = ContentOf(cell.Value)
                    from text in texts
                    where content.Contains(text, StringComparison.OrdinalIgnoreCase)
                    select $"{table.Name}: {text}");
            }
        }

        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }

    private static string ContentOf(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(Expand(bytes)),
        _ => value?.ToString() ?? "",
    };

    private static byte[] Expand(byte[] bytes)
    {
        if (bytes is not [0x1f, 0x8b, ..])
        {
            return bytes;
        }

        using var expanded = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(expanded);
        return expanded.ToArray();
    }
}
