using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// A transaction as one request: a multipart body whose parts are the requests of its actions, see
/// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.
/// </summary>
internal static class Changeset
{
    private const int MaxActions = 100;
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <exception cref="TableTransactionFailedException">The service would refuse an action.</exception>
    public static HttpMessage Request(TableAccount account, string table, IEnumerable<TableTransactionAction> actions, out int count)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var list = actions as IReadOnlyCollection<TableTransactionAction> ?? [.. actions];
        count = list.Count;
        var batch = $"batch_{Guid.NewGuid():D}";
        var body = Write(account, table, list, batch);
        var message = account.Message(RequestMethod.Post, account.Address("/$batch"));
        message.Request.Headers.Add("Content-Type", $"multipart/mixed; boundary={batch}");
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    private static byte[] Write(TableAccount account, string table, IReadOnlyCollection<TableTransactionAction> actions, string batch)
    {
        if (actions.Count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        if (actions.Count > MaxActions)
        {
            // The service blames the last action that would have fitted.
            throw Refusal.OfAction(MaxActions - 1, TableErrorCode.InvalidInput, "A transaction takes at most 100 actions.");
        }

        var changeset = $"changeset_{Guid.NewGuid():D}";
        var writer = new ActionWriter(RowWriter.Rent(), account, table);
        writer.Text($"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        var beginning = $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        string? partition = null;
        var index = 0;
        foreach (var action in actions)
        {
            ArgumentNullException.ThrowIfNull(action);
            ArgumentNullException.ThrowIfNull(action.Entity);
            partition ??= action.Entity.PartitionKey;
            Check(index, action, partition, rows);
            writer.Text(beginning);
            try
            {
                writer.Action(action);
            }
            catch (RequestFailedException refused)
            {
                throw Refusal.OfAction(index, refused);
            }

            writer.Text("\r\n");
            index++;
        }

        writer.Text($"--{changeset}--\r\n--{batch}--\r\n");
        return writer.Length <= MaxBytes
            ? writer.ToArray()
            : throw new RequestFailedException(
                413,
                "The transaction is larger than 4 MiB.\nStatus: 413 (Request Entity Too Large)\nErrorCode: RequestBodyTooLarge",
                "RequestBodyTooLarge",
                innerException: null);
    }

    /// <summary>What the service asks of a transaction as a whole. Azurite lets most of it pass.</summary>
    private static void Check(int index, TableTransactionAction action, string partition, HashSet<string> rows)
    {
        if (action.Entity.PartitionKey != partition)
        {
            throw Refusal.OfAction(index, TableErrorCode.CommandsInBatchActOnDifferentPartitions, "The actions of a transaction must all be on one partition.");
        }

        if (action.Entity.RowKey is { } rowKey && !rows.Add(rowKey))
        {
            throw Refusal.OfAction(index, TableErrorCode.InvalidDuplicateRow, "A row may appear only once in a transaction.");
        }
    }
}
