namespace Azure.Data.Tables;

/// <summary>Which rows a query asks for and which of their columns, both as the protocol writes them; null for all.</summary>
internal readonly record struct RowQuery(string? Filter, string? Select);
