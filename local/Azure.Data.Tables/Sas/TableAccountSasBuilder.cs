#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables.Sas;

/// <summary>Makes signatures that give others access to the tables of an account for a while.</summary>
public class TableAccountSasBuilder
{
    private const string Letters = "rwdlau";

    /// <summary>A builder for a signature.</summary>
    /// <param name="permissions">What it permits.</param>
    /// <param name="resourceTypes">What it reaches.</param>
    /// <param name="expiresOn">Until when; kept to the second.</param>
    public TableAccountSasBuilder(TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn)
    {
        ResourceTypes = resourceTypes;
        ExpiresOn = expiresOn;
        SetPermissions(permissions);
    }

    /// <summary>A builder for a signature whose permissions are letters of <c>rwdlau</c>.</summary>
    /// <exception cref="ArgumentException">A letter is none of them.</exception>
    public TableAccountSasBuilder(string rawPermissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn)
    {
        ResourceTypes = resourceTypes;
        ExpiresOn = expiresOn;
        SetPermissions(rawPermissions);
    }

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

    /// <summary>What it reaches.</summary>
    public TableAccountSasResourceTypes ResourceTypes { get; set; }

    /// <summary>Says what the signature permits.</summary>
    public void SetPermissions(TableAccountSasPermissions permissions) => Permissions = SasFields.Of(permissions);

    /// <summary>Says what the signature permits, in letters of <c>rwdlau</c>.</summary>
    /// <exception cref="ArgumentException">A letter is none of them.</exception>
    public void SetPermissions(string rawPermissions) => Permissions = SasFields.Ordered(rawPermissions, Letters);

    /// <summary>Signs.</summary>
    /// <exception cref="InvalidOperationException">The expiry, the permissions or the resource types are missing.</exception>
    public TableAccountSasQueryParameters ToSasQueryParameters(TableSharedKeyCredential sharedKeyCredential)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        if (ExpiresOn == default || string.IsNullOrEmpty(Permissions) || ResourceTypes == default)
        {
            throw new InvalidOperationException($"Account SAS is missing at least one of these: {nameof(ExpiresOn)}, {nameof(Permissions)}, {nameof(ResourceTypes)}");
        }

        // The text ends with the end of its last line.
        var text = string.Join(
            '\n',
            sharedKeyCredential.AccountName,
            Permissions,
            "t",
            SasFields.Of(ResourceTypes),
            SasFields.Of(StartsOn),
            SasFields.Of(ExpiresOn),
            IPRange.ToString(),
            SasFields.Of(Protocol),
            SasFields.Version,
            string.Empty);
        return new TableAccountSasQueryParameters
        {
            ResourceTypes = ResourceTypes,
            Protocol = Protocol,
            StartsOn = StartsOn,
            ExpiresOn = ExpiresOn,
            IPRange = IPRange,
            Permissions = Permissions,
            Signature = sharedKeyCredential.Sign(text),
        };
    }

    /// <summary>Signs, and gives the query of an address, without a question mark.</summary>
    /// <inheritdoc cref="ToSasQueryParameters" path="/exception" />
    public string Sign(TableSharedKeyCredential sharedKeyCredential) => ToSasQueryParameters(sharedKeyCredential).ToString();
}
