namespace Azure.Data.Tables;

/// <summary>Where a query goes on, as the service said it: two opaque words, of which the second may be missing. Its text is both with a space between.</summary>
internal sealed record ContinuationToken(string PartitionKey, string? RowKey)
{
    /// <summary>The token in the headers of an answer; null when there is no more.</summary>
    public static string? From(Response response)
    {
        var hasPartition = response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition);
        var hasRow = response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return hasPartition || hasRow ? $"{partition} {row}" : null;
    }

    /// <summary>A token from its text; null when it names no place.</summary>
    public static ContinuationToken? Parse(string? text)
    {
        if (text is not { Length: > 1 })
        {
            return null;
        }

        var at = text.IndexOf(' ', StringComparison.Ordinal);
        return at < 0 ? new(text, null) : new(text[..at], at + 1 < text.Length ? text[(at + 1)..] : null);
    }
}
