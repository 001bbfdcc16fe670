namespace Azure.Data.Tables;

/// <summary>The keys' names in the forms in which they are read and written.</summary>
internal static class KeyColumns
{
    public static readonly ColumnName PartitionKey = ColumnName.OfProtocol(ColumnNames.PartitionKey);
    public static readonly ColumnName RowKey = ColumnName.OfProtocol(ColumnNames.RowKey);
}
