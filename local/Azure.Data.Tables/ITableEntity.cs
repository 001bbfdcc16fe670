#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables;

/// <summary>A row of a table. Public properties with a getter and a setter are its columns; <see cref="Timestamp"/> and <see cref="ETag"/> are the service's and are never sent as columns.</summary>
public interface ITableEntity
{
    /// <summary>The partition that the row lives in: up to 1 KiB in UTF-16, without <c>/ \ # ?</c> and control characters.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row's key within its partition, under the same rules as <see cref="PartitionKey"/>.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row (UTC); what a caller puts here is ignored.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row as it was read; see <see cref="TableClient.UpdateEntityAsync{T}"/> for how it guards a write.</summary>
    ETag ETag { get; set; }
}
