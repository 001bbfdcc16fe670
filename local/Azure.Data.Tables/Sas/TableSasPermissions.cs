namespace Azure.Data.Tables.Sas;

/// <summary>What a signature for one table permits.</summary>
#pragma warning disable CA1008, CA1711, CA2217 // Named and valued as in the official package.
[Flags]
public enum TableSasPermissions
{
    /// <summary>Reading and querying rows.</summary>
    Read = 1,

    /// <summary>Inserting rows.</summary>
    Add = 2,

    /// <summary>Updating rows. Upserting takes this and <see cref="Add"/>.</summary>
    Update = 4,

    /// <summary>Deleting rows.</summary>
    Delete = 8,

    /// <summary>All of them.</summary>
    All = ~0,
}
