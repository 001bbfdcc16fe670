#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Text;

namespace Azure.Data.Tables.Sas;

/// <summary>A signature for one table and what it says, as the query of an address.</summary>
public sealed class TableSasQueryParameters : TableAccountSasQueryParameters
{
    internal TableSasQueryParameters()
    {
    }

    /// <summary>No signature.</summary>
    public static TableSasQueryParameters Empty { get; } = new() { Version = string.Empty };

    /// <summary>The first partition that it reaches.</summary>
    public string StartPartitionKey { get; set; }

    /// <summary>The first row that it reaches in <see cref="StartPartitionKey"/>.</summary>
    public string StartRowKey { get; set; }

    /// <summary>The last partition that it reaches.</summary>
    public string EndPartitionKey { get; set; }

    /// <summary>The last row that it reaches in <see cref="EndPartitionKey"/>.</summary>
    public string EndRowKey { get; set; }

    /// <inheritdoc />
    private protected override void AppendRange(StringBuilder query)
    {
        SasFields.Append(query, "spk", StartPartitionKey);
        SasFields.Append(query, "srk", StartRowKey);
        SasFields.Append(query, "epk", EndPartitionKey);
        SasFields.Append(query, "erk", EndRowKey);
    }
}
