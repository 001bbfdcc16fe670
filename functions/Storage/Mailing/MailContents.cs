using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Mailing;

/// <summary>
/// Table <c>MailContents</c>: what is still to be sent. Partition day and a digit of the mail's id, row the id, a hash of the content and a number;
/// the content as compressed JSON in binary properties. Personal data, deleted once sent, by <see cref="MailSweep"/> otherwise.
/// </summary>
/// <remarks>
/// Under a hash of their own, since two requests for one mail may word it differently (another language, say): each ticket leads to a whole content, and
/// whichever is sent first counts.
/// </remarks>
internal sealed class MailContents(PromoTables tables)
{
    private const int BytesOfProperty = 64 * 1024;

    // Azurite holds a row's 1 MiB against the base64 that bytes travel in, a third more than they are.
    private const int PropertiesOfRow = 11;
    private const int HashLength = 16;

    /// <summary>Keeps a content; again is no harm.</summary>
    /// <returns>Its place.</returns>
    public async Task<MailPlace> KeepAsync(Mail mail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(KeptMail.Of(mail));
        var pieces = Compress(json).Chunk(BytesOfProperty).Chunk(PropertiesOfRow).ToList();
        var hash = Convert.ToHexStringLower(SHA256.HashData(json))[..HashLength];
        var place = new MailPlace($"{now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{mail.Id.Value[^1]}", hash, pieces.Count);
        foreach (var (index, piece) in pieces.Index())
        {
            var row = new TableEntity(place.Partition, RowOf(mail.Id, place, index));
            foreach (var (number, bytes) in piece.Index())
            {
                row[Property(number)] = bytes;
            }

            // The key names the very content, so writing it again changes nothing.
            await tables.MailContents.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        return place;
    }

    /// <summary>The content at a place; null when it is not there.</summary>
    public async Task<Mail?> FindAsync(MailId id, MailPlace place, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        for (var index = 0; index < place.Rows; index++)
        {
            if (await tables.MailContents.FindAsync(place.Partition, RowOf(id, place, index), cancellationToken).ConfigureAwait(false) is not { } row)
            {
                return null;
            }

            for (var number = 0; row.GetBinary(Property(number)) is { } bytes; number++)
            {
                compressed.Write(bytes);
            }
        }

        compressed.Position = 0;
        using var json = new GZipStream(compressed, CompressionMode.Decompress);
        var kept = await JsonSerializer.DeserializeAsync<KeptMail>(json, cancellationToken: cancellationToken).ConfigureAwait(false);
        return kept?.ToMail(id);
    }

    /// <summary>Deletes the content at a place; what a failure leaves is swept later.</summary>
    public async Task DeleteAsync(MailId id, MailPlace place, CancellationToken cancellationToken)
    {
        for (var index = 0; index < place.Rows; index++)
        {
            await tables.MailContents.DeleteEntityAsync(place.Partition, RowOf(id, place, index), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All contents there are, with a first ticket for each.</summary>
    public async IAsyncEnumerable<(MailTicket Ticket, string To)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pieces = tables.MailContents.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken)
            .Select(row => (Partition: row.PartitionKey, Name: row.RowKey[..row.RowKey.LastIndexOf('|')]));
        await foreach (var content in pieces.GroupBy(piece => piece).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var bar = content.Key.Name.IndexOf('|', StringComparison.Ordinal);
            var place = new MailPlace(content.Key.Partition, content.Key.Name[(bar + 1)..], content.Count());
            if (MailId.TryParse(content.Key.Name[..bar], out var id, out _) && await FindAsync(id, place, cancellationToken).ConfigureAwait(false) is { } mail)
            {
                yield return (new MailTicket(id, place.ToString(), 1), mail.To);
            }
        }
    }

    private static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(json);
        }

        return compressed.ToArray();
    }

    private static string RowOf(MailId id, MailPlace place, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{id.Value}|{place.Hash}|{index:00}");

    private static string Property(int number) => string.Create(CultureInfo.InvariantCulture, $"Content{number:00}");
}
