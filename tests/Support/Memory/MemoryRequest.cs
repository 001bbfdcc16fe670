using Azure.Core;

namespace PromoFunctions.Tests.Support.Memory;

/// <summary>A request as the protocol words it, taken apart.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Table">The table that the path names; <c>Tables</c> for the list of them, <c>$batch</c> for a transaction.</param>
/// <param name="Keys">What stands in the path's brackets, unescaped; null without brackets.</param>
/// <param name="IfMatch">The ETag that is asked for; null for none.</param>
/// <param name="Body">The body; empty without one.</param>
internal sealed record MemoryRequest(string Method, string Table, string? Keys, string? IfMatch, ReadOnlyMemory<byte> Body)
{
    private readonly Lazy<IReadOnlyList<MemoryRequest>> _actions = new(() => MemoryTransaction.Actions(Body));

    /// <summary>The query's parameters, unescaped.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Takes a request apart; the endpoint has no path of its own.</summary>
    public static async Task<MemoryRequest> OfAsync(Request request, CancellationToken cancellationToken)
    {
        var body = Array.Empty<byte>();
        if (request.Content is { } content)
        {
            using var copy = new MemoryStream();
            await content.WriteToAsync(copy, cancellationToken).ConfigureAwait(false);
            body = copy.ToArray();
        }

        return Of(request.Method.Method, request.Uri.Path, request.Headers.TryGetValue("If-Match", out var etag) ? etag : null, body) with
        {
            Query = Parameters(request.Uri.Query),
        };
    }

    /// <summary>A request without a query.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path after the endpoint, escaped.</param>
    /// <param name="ifMatch">The ETag that is asked for; null for none.</param>
    /// <param name="body">The body.</param>
    public static MemoryRequest Of(string method, string path, string? ifMatch, ReadOnlyMemory<byte> body)
    {
        var text = Uri.UnescapeDataString(path.TrimStart('/'));
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket < 0
            ? new(method, text, null, ifMatch, body)
            : new(method, text[..bracket], text[(bracket + 1)..^1], ifMatch, body);
    }

    /// <summary>The requests that a transaction holds, in their order.</summary>
    public IReadOnlyList<MemoryRequest> Actions => _actions.Value;

    /// <summary>The keys of the row that the path names.</summary>
    public (string Partition, string Row) RowKeys()
    {
        const string First = "PartitionKey=";
        const string Second = ",RowKey=";
        if (Keys is not { } keys || !keys.StartsWith(First, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{Method} {Table}({Keys}) names no row.");
        }

        var partition = Quoted(keys, First.Length, out var end);
        return keys.AsSpan(end).StartsWith(Second, StringComparison.Ordinal)
            ? (partition, Quoted(keys, end + Second.Length, out _))
            : throw new NotSupportedException($"{Method} {Table}({Keys}) names no row.");
    }

    /// <summary>The text between quotes, in which a quote is doubled.</summary>
    /// <param name="text">Where it stands.</param>
    /// <param name="start">The place of the first quote.</param>
    /// <param name="end">The place after the last one.</param>
    public static string Quoted(string text, int start, out int end)
    {
        var at = start + 1;
        while (true)
        {
            var quote = text.IndexOf('\'', at);
            if (quote < 0)
            {
                throw new NotSupportedException($"A quote does not end: {text}");
            }

            if (quote + 1 < text.Length && text[quote + 1] == '\'')
            {
                at = quote + 2;
                continue;
            }

            end = quote + 1;
            return text[(start + 1)..quote].Replace("''", "'", StringComparison.Ordinal);
        }
    }

    public override string ToString() => Table == "$batch"
        ? $"transaction of {Actions.Count}: {Actions[0]}"
        : $"{Method} {Table}{(Keys is null ? "" : $"({Keys})")}{(Query.TryGetValue("$filter", out var filter) ? $" {filter}" : "")}";

    private static Dictionary<string, string> Parameters(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            parameters[Uri.UnescapeDataString(at < 0 ? pair : pair[..at])] = at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..]);
        }

        return parameters;
    }
}
