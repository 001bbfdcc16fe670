#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Data.Tables.Sas;

namespace Azure.Data.Tables;

public partial class TableServiceClient
{
    /// <summary>A builder of signatures for this account.</summary>
    public virtual TableAccountSasBuilder GetSasBuilder(TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        new(permissions, resourceTypes, expiresOn);

    /// <summary>A builder of signatures for this account; the permissions are letters of <c>rwdlau</c>.</summary>
    public virtual TableAccountSasBuilder GetSasBuilder(string rawPermissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        new(rawPermissions, resourceTypes, expiresOn);

    /// <summary>This account's address with a signature.</summary>
    /// <exception cref="InvalidOperationException">The client has no key to sign with.</exception>
    public virtual Uri GenerateSasUri(TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        GenerateSasUri(GetSasBuilder(permissions, resourceTypes, expiresOn));

    /// <summary>This account's address with a signature.</summary>
    /// <exception cref="InvalidOperationException">The client has no key to sign with.</exception>
    public virtual Uri GenerateSasUri(TableAccountSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new UriBuilder(Uri) { Query = builder.Sign(_account.SigningKey()) }.Uri;
    }
}
