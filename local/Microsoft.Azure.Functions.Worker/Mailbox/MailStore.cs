using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Microsoft.Azure.Functions.Worker.Runtime.Mail;

/// <summary>
/// Mails in the table <c>localmail</c>, which several processes share. A row holds one mail as compressed JSON, in as many
/// binary properties as it takes: a property holds 64 KiB, a row 1 MiB.
/// </summary>
internal sealed class MailStore(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = "mail";
    private const int ChunkBytes = 64 * 1024;

    // Azurite counts a row's base64, a third more than its bytes.
    private const int MostChunks = 11;

    private readonly TableClient table = tables.GetTableClient("localmail");
    private volatile bool made;

    /// <summary>Keeps the copies of a mail; when one of them does not fit a row, none.</summary>
    /// <returns>The id of the first; null when none was kept.</returns>
    internal async Task<string?> AddAsync(IEnumerable<MailCopy> copies, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        TableEntity[] rows = [.. copies.Select(copy => Row(copy, now)).OfType<TableEntity>()];
        if (rows.Length == 0 || rows.Length < copies.Count())
        {
            return null;
        }

        if (!made)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            made = true;
        }

        foreach (TableEntity row in rows)
        {
            await table.AddEntityAsync(row, cancellationToken);
        }

        return rows[0].RowKey;
    }

    /// <param name="limit">At most so many, at most 1,000.</param>
    /// <param name="next">Where the last list ended; null or empty for the newest.</param>
    internal async Task<(IReadOnlyList<StoredMail> Items, string? Next)> ListAsync(int limit, string? next, CancellationToken cancellationToken)
    {
        string after = next ?? "";
        var mails = new List<StoredMail>();
        try
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after}");
            await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken))
            {
                if (mails.Count == limit)
                {
                    return (mails, mails[^1].Id);
                }

                mails.Add(Mail(row));
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // No mail was ever sent: no table.
        }

        return (mails, null);
    }

    internal async Task<StoredMail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return found.HasValue && found.Value is { } row ? Mail(row) : null;
    }

    private static TableEntity? Row(MailCopy copy, DateTimeOffset now)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, copy);
        }

        byte[][] chunks = [.. compressed.ToArray().Chunk(ChunkBytes)];
        if (chunks.Length > MostChunks)
        {
            return null;
        }

        // The newest first: rows are sorted by key. The random part keeps two of one tick apart.
        string id = string.Create(
            CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - now.UtcTicks:D19}-{Guid.NewGuid():N}")[..28];
        var row = new TableEntity(Partition, id) { ["At"] = now };
        foreach ((int index, byte[] chunk) in chunks.Index())
        {
            row[Chunk(index)] = chunk;
        }

        return row;
    }

    private static StoredMail Mail(TableEntity row)
    {
        using var compressed = new MemoryStream();
        for (int index = 0; row.GetBinary(Chunk(index)) is { } chunk; index++)
        {
            compressed.Write(chunk);
        }

        compressed.Position = 0;
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        MailCopy copy = JsonSerializer.Deserialize<MailCopy>(gzip)
            ?? throw new InvalidDataException($"The mail {row.RowKey} cannot be read.");
        return new StoredMail(
            row.RowKey,
            row.GetDateTimeOffset("At") ?? default,
            copy.To,
            copy.From,
            copy.FromName,
            copy.Subject,
            copy.Text,
            copy.Html,
            copy.Attachments,
            copy.CustomArgs,
            copy.Headers ?? new Dictionary<string, string>());
    }

    private static string Chunk(int index) => string.Create(CultureInfo.InvariantCulture, $"Mail{index}");
}
