using System.Globalization;
using System.Text;
using Azure;
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
    public Task WriteContentAsync(string partition, string hash, byte[] content, CancellationToken cancellationToken) =>
        WriteAsync(partition, part => ClaimKeys.Content(hash, part), content, cancellationToken);

    /// <summary>The claim as it was sent; null when it is not there, or no longer.</summary>
    public async Task<Claim?> ReadContentAsync(ClaimRows rows, CancellationToken cancellationToken)
    {
        if (rows.ContentHash is not { } hash
            || await ReadAsync(rows.Partition, part => ClaimKeys.Content(hash, part), rows.ContentRows, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        var errors = new InputErrors();
        return JsonInput.Read(content, errors, reader => Claim.Read(reader, rows.Id, rows.ReceivedAt))
            ?? throw new InvalidDataException($"The kept content of a claim cannot be read: {errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }

    /// <summary>Writes a paper, or the same paper again.</summary>
    /// <param name="partition">The claim's.</param>
    /// <param name="row">What its rows' keys begin with.</param>
    /// <param name="content">Its bytes; not empty.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WritePaperAsync(string partition, string row, byte[] content, CancellationToken cancellationToken) =>
        WriteAsync(partition, part => Part(row, part), content, cancellationToken);

    /// <summary>A paper; null when it is not there, or no longer.</summary>
    public async Task<byte[]?> ReadPaperAsync(string partition, string row, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await foreach (var part in table.RowsAsync(partition, row + "|", cancellationToken).ConfigureAwait(false))
        {
            Append(part, content);
        }

        return content.Length == 0 ? null : content.ToArray();
    }

    /// <summary>Deletes a paper.</summary>
    public async Task DeletePaperAsync(string partition, string row, CancellationToken cancellationToken)
    {
        await foreach (var part in table.RowsAsync(partition, row + "|", cancellationToken).ConfigureAwait(false))
        {
            await table.DeleteEntityAsync(partition, part.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes everything of a claim.</summary>
    public Task DeleteAllAsync(string partition, CancellationToken cancellationToken) => DeleteAsync(
        table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Deletes all replies of a claim.</summary>
    public Task DeleteRepliesAsync(string partition, CancellationToken cancellationToken) =>
        DeleteAsync(table.RowsAsync(partition, ClaimKeys.Reply + "|", cancellationToken), cancellationToken);

    /// <summary>Writes the reply and the codes given with it, unless they stand there.</summary>
    /// <returns>The row in which they stand.</returns>
    public async Task<string> WriteReplyAsync(string partition, string? standing, KeptReply reply, CancellationToken cancellationToken)
    {
        var json = KeptJson.Write(reply);
        var row = new TableEntity(partition, ClaimKeys.ReplyOf(Encoding.UTF8.GetBytes(json)));
        if (row.RowKey != standing)
        {
            // Written only when it is new: what an erasure deletes meanwhile does not come back.
            row.SetLongText(nameof(KeptReply), json);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }

        return row.RowKey;
    }

    /// <summary>The reply of a row; null before there is one, and after the person was erased.</summary>
    public async Task<KeptReply?> ReadReplyAsync(string partition, string? row, CancellationToken cancellationToken)
    {
        return row is not null && await table.FindAsync(partition, row, cancellationToken).ConfigureAwait(false) is { } kept
            ? KeptJson.Read<KeptReply>(kept.GetLongText(nameof(KeptReply)))
            : null;
    }

    private async Task DeleteAsync(AsyncPageable<TableEntity> rows, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.ConfigureAwait(false))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Part(string row, int part) => string.Create(CultureInfo.InvariantCulture, $"{row}|{part:D2}");

    private static TableEntity ToRow(string partition, string row, int part, byte[] content)
    {
        var entity = new TableEntity(partition, row);
        var end = Math.Min(content.Length, (part + 1) * RowBytes);
        for (int start = part * RowBytes, i = 0; start < end; start += PropertyBytes, i++)
        {
            entity[PropertyName(i)] = content[start..Math.Min(end, start + PropertyBytes)];
        }

        return entity;
    }

    private static void Append(TableEntity row, MemoryStream content)
    {
        for (var i = 0; row.GetBinary(PropertyName(i)) is { } piece; i++)
        {
            content.Write(piece);
        }
    }

    private static string PropertyName(int index) => "Content" + index.ToString("D2", CultureInfo.InvariantCulture);

    private async Task WriteAsync(string partition, Func<int, string> row, byte[] content, CancellationToken cancellationToken)
    {
        var actions = Enumerable.Range(0, RowsOf(content))
            .Select(part => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToRow(partition, row(part), part, content)))
            .ToList();
        await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]?> ReadAsync(string partition, Func<int, string> row, int rows, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        for (var part = 0; part < rows; part++)
        {
            if (await table.FindAsync(partition, row(part), cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            Append(found, content);
        }

        return content.ToArray();
    }
}
