namespace Azure.Data.Tables;

/// <summary>The columns and annotations that the protocol itself names.</summary>
internal static class ColumnNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";

    /// <summary>The annotation that carries a row's ETag in a body; a property <c>ETag</c> of a type is bound to it.</summary>
    public const string ETag = "odata.etag";

    /// <summary>What follows a column's name in the name of its type annotation.</summary>
    public const string TypeSuffix = "@odata.type";
}
