using System.Text;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>An entity group transaction: the actions that its body holds, and the answer to them.</summary>
internal static class MemoryTransaction
{
    private const int MostActions = 100;
    private const int MostBytes = 4 * 1024 * 1024;
    private const string Boundary = "boundary=";

    /// <summary>The requests in a body, in their order.</summary>
    /// <param name="body">Multipart in multipart, as the protocol has it.</param>
    /// <exception cref="NotSupportedException">It is none that this project sends.</exception>
    public static IReadOnlyList<MemoryRequest> Actions(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        var at = text.IndexOf(Boundary, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new NotSupportedException("A transaction's body names no changeset.");
        }

        var boundary = "--" + text[(at + Boundary.Length)..text.IndexOf('\r', at)].Trim('"');
        return [.. text.Split(boundary)[1..^1].Select(Action)];
    }

    /// <summary>Why the service takes no such transaction, before it looks at any row; null when it does.</summary>
    public static MemoryAnswer? Refusal(IReadOnlyList<MemoryRequest> actions, int bytes)
    {
        if (bytes > MostBytes)
        {
            return MemoryAnswer.Refused(413, "Request Entity Too Large", "RequestBodyTooLarge", "The request body is too large.");
        }

        if (actions.Count > MostActions)
        {
            return Answer([Bad("InvalidInput", "A transaction takes at most 100 actions.").OfAction(MostActions - 1)]);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var first = KeysOf(actions[0]).Partition;
        for (var i = 0; i < actions.Count; i++)
        {
            var (partition, row) = KeysOf(actions[i]);
            if (partition != first)
            {
                return Answer([Bad("CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.").OfAction(i)]);
            }

            if (!seen.Add(row))
            {
                return Answer([Bad("InvalidDuplicateRow", "An entity can appear only once in a batch.").OfAction(i)]);
            }
        }

        return null;
    }

    /// <summary>The row that an action is on.</summary>
    public static (string Partition, string Row) KeysOf(MemoryRequest action)
    {
        if (action.Keys is not null)
        {
            return action.RowKeys();
        }

        var (partition, row, _) = MemoryRow.Read(action.Body);
        return (partition ?? "", row ?? "");
    }

    /// <summary>The answer of these parts: one for each action, or the failure of the one that undid all.</summary>
    public static MemoryAnswer Answer(IReadOnlyList<MemoryAnswer> parts)
    {
        var text = new StringBuilder("--batchresponse\r\nContent-Type: multipart/mixed; boundary=changesetresponse\r\n\r\n");
        foreach (var part in parts)
        {
            text.Append("--changesetresponse\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
                .Append("HTTP/1.1 ").Append(part.Status).Append(' ').Append(part.Reason).Append("\r\n");
            if (part.ETag is { } etag)
            {
                text.Append("ETag: ").Append(etag).Append("\r\n");
            }

            if (part.Body.Length > 0)
            {
                text.Append("Content-Type: ").Append(part.ContentType).Append("\r\n");
            }

            text.Append("\r\n").Append(Encoding.UTF8.GetString(part.Body)).Append("\r\n");
        }

        text.Append("--changesetresponse--\r\n--batchresponse--\r\n");
        return new(202, "Accepted")
        {
            ContentType = "multipart/mixed; boundary=batchresponse",
            Body = Encoding.UTF8.GetBytes(text.ToString()),
            Refusal = parts.FirstOrDefault(part => part.Failed)?.Refusal,
        };
    }

    private static MemoryAnswer Bad(string code, string message) => MemoryAnswer.Refused(400, "Bad Request", code, message);

    /// <summary>A part: its own headers, then the request line, the request's headers, and its body.</summary>
    private static MemoryRequest Action(string part)
    {
        var request = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = (end < 0 ? request : request[..end]).Split("\r\n");
        var line = head[0].Split(' ');
        var ifMatch = head.FirstOrDefault(header => header.StartsWith("If-Match:", StringComparison.OrdinalIgnoreCase))?["If-Match:".Length..].Trim();
        var body = end < 0 ? "" : request[(end + 4)..].Trim('\r', '\n');
        return MemoryRequest.Of(line[0], new Uri(line[1]).AbsolutePath, ifMatch, Encoding.UTF8.GetBytes(body));
    }
}
