using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Writes the actions of a transaction as the requests that they would be on their own.</summary>
internal readonly struct ActionWriter(RowWriter writer, TableAccount account, string table)
{
    private const string Headers = "DataServiceVersion: 3.0\r\nAccept: application/json;odata=minimalmetadata\r\n";

    /// <summary>Bytes written.</summary>
    public int Length => writer.Buffer.WrittenCount;

    public byte[] ToArray() => writer.Buffer.WrittenSpan.ToArray();

    public void Text(string text) => Encoding.UTF8.GetBytes(text, writer.Buffer);

    /// <exception cref="RequestFailedException">400: the service would refuse the action.</exception>
    public void Action(TableTransactionAction action)
    {
        var entity = action.Entity;
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                Line(RequestMethod.Post, "/" + table);
                Text("Prefer: return-no-content\r\n");
                Row(entity);
                break;
            case TableTransactionActionType.UpdateMerge:
                Put(entity, TableUpdateMode.Merge, action.ETag);
                break;
            case TableTransactionActionType.UpdateReplace:
                Put(entity, TableUpdateMode.Replace, action.ETag);
                break;
            case TableTransactionActionType.UpsertMerge:
                Put(entity, TableUpdateMode.Merge, ifMatch: default);
                break;
            case TableTransactionActionType.UpsertReplace:
                Put(entity, TableUpdateMode.Replace, ifMatch: default);
                break;
            case TableTransactionActionType.Delete:
                Line(RequestMethod.Delete, TableRequests.CheckedRowPath(table, entity.PartitionKey, entity.RowKey));
                IfMatch(action.ETag == default ? ETag.All : action.ETag);
                Text("\r\n");
                break;
            default:
                throw new InvalidOperationException("Unknown request type.");
        }
    }

    /// <summary>Without an ETag an upsert, as in the official client, whatever the action is called.</summary>
    private void Put(ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        Line(TableRequests.MethodOf(mode), TableRequests.CheckedRowPath(table, entity.PartitionKey, entity.RowKey));
        if (ifMatch != default)
        {
            IfMatch(ifMatch);
        }

        Row(entity);
    }

    private void Line(RequestMethod method, string path)
    {
        Text(method.Method);
        Text(" ");
        Text(account.Root);
        Text(path);
        Text(" HTTP/1.1\r\n");
        Text(Headers);
    }

    private void IfMatch(ETag etag)
    {
        Text("If-Match: ");
        Text(etag.ToString());
        Text("\r\n");
    }

    private void Row(ITableEntity entity)
    {
        Text("Content-Type: application/json\r\n\r\n");
        writer.Append(entity);
    }
}
