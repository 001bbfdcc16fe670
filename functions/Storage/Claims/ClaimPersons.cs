using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>Table <c>ClaimPersons</c>: what the helpdesk sent and what the customer was told, word for word.</summary>
internal sealed class ClaimPersons(TableClient table)
{
    // A property holds 64 KiB and a row 1 MiB; a claim of the largest body takes three rows.
    private const int PropertyBytes = 60_000;
    private const int PropertiesPerRow = 8;
    private const int RowBytes = PropertyBytes * PropertiesPerRow;

    /// <summary>How many rows a content takes.</summary>
    public static int RowsOf(byte[] content) => (content.Length + RowBytes - 1) / RowBytes;

    /// <summary>Writes the content, or the same content again.</summary>
    public async Task WriteContentAsync(string partition, string hash, byte[] content, CancellationToken cancellationToken)
    {
        var actions = Enumerable.Range(0, RowsOf(content))
            .Select(part => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToRow(partition, hash, part, content)))
            .ToList();
        await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The claim as it was sent; null when it is not there, or no longer.</summary>
    public async Task<Claim?> ReadContentAsync(ClaimRows rows, CancellationToken cancellationToken)
    {
        if (rows.ContentHash is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        for (var part = 0; part < rows.ContentRows; part++)
        {
            if (await table.FindAsync(rows.Partition, ClaimKeys.Content(rows.ContentHash, part), cancellationToken).ConfigureAwait(false) is not { } row)
            {
                return null;
            }

            for (var i = 0; row.GetBinary(PropertyName(i)) is { } piece; i++)
            {
                content.Write(piece);
            }
        }

        var errors = new InputErrors();
        return JsonInput.Read(content.ToArray(), errors, reader => Claim.Read(reader, rows.Id, rows.ReceivedAt))
            ?? throw new InvalidDataException($"The kept content of a claim cannot be read: {errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }

    /// <summary>Writes the reply, or the same reply again.</summary>
    /// <returns>The row in which it stands.</returns>
    public async Task<string> WriteReplyAsync(string partition, Reply reply, CancellationToken cancellationToken)
    {
        var json = KeptJson.Write(reply);
        var row = new TableEntity(partition, ClaimKeys.ReplyOf(Encoding.UTF8.GetBytes(json)));
        row.SetLongText(nameof(Reply), json);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        return row.RowKey;
    }

    /// <summary>The reply of a row; null before it is written, and after the person was erased.</summary>
    public async Task<Reply?> ReadReplyAsync(string partition, string row, CancellationToken cancellationToken) =>
        await table.FindAsync(partition, row, cancellationToken).ConfigureAwait(false) is { } kept
            ? KeptJson.Read<Reply>(kept.GetLongText(nameof(Reply)))
            : null;

    private static TableEntity ToRow(string partition, string hash, int part, byte[] content)
    {
        var row = new TableEntity(partition, ClaimKeys.Content(hash, part));
        var end = Math.Min(content.Length, (part + 1) * RowBytes);
        for (int start = part * RowBytes, i = 0; start < end; start += PropertyBytes, i++)
        {
            row[PropertyName(i)] = content[start..Math.Min(end, start + PropertyBytes)];
        }

        return row;
    }

    private static string PropertyName(int index) => "Content" + index.ToString("D2", CultureInfo.InvariantCulture);
}
