#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Data.Tables.Sas;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>A builder of signatures for this table.</summary>
    public virtual TableSasBuilder GetSasBuilder(TableSasPermissions permissions, DateTimeOffset expiresOn) => new(Name, permissions, expiresOn);

    /// <summary>A builder of signatures for this table; the permissions are letters of <c>raud</c>.</summary>
    public virtual TableSasBuilder GetSasBuilder(string rawPermissions, DateTimeOffset expiresOn) => new(Name, rawPermissions, expiresOn);

    /// <summary>This table's address with a signature.</summary>
    /// <exception cref="InvalidOperationException">The client has no key to sign with.</exception>
    public virtual Uri GenerateSasUri(TableSasPermissions permissions, DateTimeOffset expiresOn) => GenerateSasUri(GetSasBuilder(permissions, expiresOn));

    /// <summary>This table's address with a signature.</summary>
    /// <exception cref="ArgumentException">The builder is for another table.</exception>
    /// <exception cref="InvalidOperationException">The client has no key to sign with.</exception>
    public virtual Uri GenerateSasUri(TableSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.TableName != Name)
        {
            throw new ArgumentException($"The {nameof(builder.TableName)} must match the table name of this client.", nameof(builder));
        }

        return new UriBuilder(Uri) { Query = builder.Sign(_account.SigningKey()) }.Uri;
    }
}
