using System.Buffers;
using System.Text;
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
    public static HttpMessage Request(TableAccount account, string table, IEnumerable<TableTransactionAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var list = actions as IReadOnlyCollection<TableTransactionAction> ?? [.. actions];
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
        var writer = RowWriter.Rent();
        Append(writer.Buffer, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        string? partition = null;
        var index = 0;
        foreach (var action in actions)
        {
            ArgumentNullException.ThrowIfNull(action);
            ArgumentNullException.ThrowIfNull(action.Entity);
            partition ??= action.Entity.PartitionKey;
            Check(index, action, partition, rows);
            Append(writer.Buffer, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            try
            {
                Append(writer, account, table, action);
            }
            catch (RequestFailedException refused)
            {
                throw Refusal.OfAction(index, refused);
            }

            Append(writer.Buffer, "\r\n");
            index++;
        }

        Append(writer.Buffer, $"--{changeset}--\r\n--{batch}--\r\n");
        return writer.Buffer.WrittenCount <= MaxBytes
            ? writer.Buffer.WrittenSpan.ToArray()
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

    private static void Append(RowWriter writer, TableAccount account, string table, TableTransactionAction action)
    {
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                AppendHead(writer.Buffer, account, RequestMethod.Post, "/" + table, ifMatch: default);
                Append(writer.Buffer, "Prefer: return-no-content\r\nContent-Type: application/json\r\n\r\n");
                writer.Append(action.Entity);
                break;
            case TableTransactionActionType.UpdateMerge:
                AppendPut(writer, account, table, action.Entity, TableUpdateMode.Merge, action.ETag);
                break;
            case TableTransactionActionType.UpdateReplace:
                AppendPut(writer, account, table, action.Entity, TableUpdateMode.Replace, action.ETag);
                break;
            case TableTransactionActionType.UpsertMerge:
                AppendPut(writer, account, table, action.Entity, TableUpdateMode.Merge, ifMatch: default);
                break;
            case TableTransactionActionType.UpsertReplace:
                AppendPut(writer, account, table, action.Entity, TableUpdateMode.Replace, ifMatch: default);
                break;
            case TableTransactionActionType.Delete:
                var etag = action.ETag == default ? ETag.All : action.ETag;
                AppendHead(writer.Buffer, account, RequestMethod.Delete, TableRequests.CheckedRowPath(table, action.Entity.PartitionKey, action.Entity.RowKey), etag);
                Append(writer.Buffer, "\r\n");
                break;
            default:
                throw new InvalidOperationException("Unknown request type.");
        }
    }

    private static void AppendPut(RowWriter writer, TableAccount account, string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        AppendHead(writer.Buffer, account, TableRequests.MethodOf(mode), TableRequests.CheckedRowPath(table, entity.PartitionKey, entity.RowKey), ifMatch);
        Append(writer.Buffer, "Content-Type: application/json\r\n\r\n");
        writer.Append(entity);
    }

    private static void AppendHead(ArrayBufferWriter<byte> body, TableAccount account, RequestMethod method, string path, ETag ifMatch)
    {
        Append(
            body,
            $"{method} {account.Address(path).AbsoluteUri} HTTP/1.1\r\nx-ms-version: {account.Version}\r\nDataServiceVersion: 3.0\r\nAccept: application/json;odata=minimalmetadata\r\n");
        if (ifMatch != default)
        {
            Append(body, $"If-Match: {ifMatch}\r\n");
        }
    }

    private static void Append(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
