#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables.Sas;

/// <summary>Makes signatures that give others access to one table for a while.</summary>
public class TableSasBuilder
{
    private const string Letters = "raud";

    /// <summary>A builder for a signature that a stored policy of the table completes.</summary>
    public TableSasBuilder()
    {
    }

    /// <summary>A builder for a signature.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="permissions">What it permits.</param>
    /// <param name="expiresOn">Until when; kept to the second.</param>
    public TableSasBuilder(string tableName, TableSasPermissions permissions, DateTimeOffset expiresOn)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        TableName = tableName;
        ExpiresOn = expiresOn;
        SetPermissions(permissions);
    }

    /// <summary>A builder for a signature whose permissions are letters of <c>raud</c>.</summary>
    /// <exception cref="ArgumentException">A letter is none of them.</exception>
    public TableSasBuilder(string tableName, string rawPermissions, DateTimeOffset expiresOn)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        TableName = tableName;
        ExpiresOn = expiresOn;
        SetPermissions(rawPermissions);
    }

    /// <summary>The table.</summary>
    public string TableName { get; set; }

    /// <summary>Over what the signature may travel.</summary>
    public TableSasProtocol Protocol { get; set; }

    /// <summary>From when it is good; the default for at once.</summary>
    public DateTimeOffset StartsOn { get; set; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset ExpiresOn { get; set; }

    /// <summary>The letters of what it permits.</summary>
    public string Permissions { get; private set; }

    /// <summary>The addresses that it is good for.</summary>
    public TableSasIPRange IPRange { get; set; }

    /// <summary>The stored policy that it refers to.</summary>
    public string Identifier { get; set; }

    /// <summary>The first partition that it reaches.</summary>
    public string PartitionKeyStart { get; set; }

    /// <summary>The first row that it reaches in <see cref="PartitionKeyStart"/>.</summary>
    public string RowKeyStart { get; set; }

    /// <summary>The last partition that it reaches.</summary>
    public string PartitionKeyEnd { get; set; }

    /// <summary>The last row that it reaches in <see cref="PartitionKeyEnd"/>.</summary>
    public string RowKeyEnd { get; set; }

    /// <summary>Says what the signature permits.</summary>
    public void SetPermissions(TableSasPermissions permissions) => Permissions = SasFields.Of(permissions);

    /// <summary>Says what the signature permits, in letters of <c>raud</c>.</summary>
    /// <exception cref="ArgumentException">A letter is none of them.</exception>
    public void SetPermissions(string rawPermissions) => Permissions = SasFields.Ordered(rawPermissions, Letters);

    /// <summary>Signs.</summary>
    /// <exception cref="InvalidOperationException">The table is missing, or, without a stored policy, the expiry or the permissions.</exception>
    public TableSasQueryParameters ToSasQueryParameters(TableSharedKeyCredential sharedKeyCredential)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        Require(TableName, nameof(TableName));
        if (string.IsNullOrEmpty(Identifier))
        {
            Require(SasFields.Of(ExpiresOn), nameof(ExpiresOn));
            Require(Permissions, nameof(Permissions));
        }

#pragma warning disable CA1308 // The service signs the name in lower case.
        var resource = $"/table/{sharedKeyCredential.AccountName}/{TableName.ToLowerInvariant()}";
#pragma warning restore CA1308
        var text = string.Join(
            '\n',
            Permissions,
            SasFields.Of(StartsOn),
            SasFields.Of(ExpiresOn),
            resource,
            Identifier,
            IPRange.ToString(),
            SasFields.Of(Protocol),
            SasFields.Version,
            PartitionKeyStart,
            RowKeyStart,
            PartitionKeyEnd,
            RowKeyEnd);
        return new TableSasQueryParameters
        {
            Resource = TableName,
            Protocol = Protocol,
            StartsOn = StartsOn,
            ExpiresOn = ExpiresOn,
            IPRange = IPRange,
            Identifier = Identifier ?? string.Empty,
            Permissions = Permissions ?? string.Empty,
            StartPartitionKey = PartitionKeyStart,
            StartRowKey = RowKeyStart,
            EndPartitionKey = PartitionKeyEnd,
            EndRowKey = RowKeyEnd,
            Signature = sharedKeyCredential.Sign(text),
        };
    }

    /// <summary>Signs, and gives the query of an address, without a question mark.</summary>
    /// <inheritdoc cref="ToSasQueryParameters" path="/exception" />
    public string Sign(TableSharedKeyCredential sharedKeyCredential) => ToSasQueryParameters(sharedKeyCredential).ToString();

    private static void Require(string value, string name)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new InvalidOperationException($"SAS is missing required parameter: {name}");
        }
    }
}
