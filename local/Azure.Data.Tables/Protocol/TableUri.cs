namespace Azure.Data.Tables;

/// <summary>The addresses of tables: the account's endpoint and the table's name as the last part of the path.</summary>
internal static class TableUri
{
    /// <summary>The account's endpoint, with the query, and the table.</summary>
    /// <exception cref="ArgumentException">The address names no table.</exception>
    public static (Uri Service, string Table) Split(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var at = path.LastIndexOf('/');
        if (at < 0 || at + 1 == path.Length)
        {
            throw new ArgumentException("The address names no table.", nameof(address));
        }

        return (new UriBuilder(address) { Path = path[..at] }.Uri, Uri.UnescapeDataString(path[(at + 1)..]));
    }
}
