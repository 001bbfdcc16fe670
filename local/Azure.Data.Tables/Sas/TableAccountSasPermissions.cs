namespace Azure.Data.Tables.Sas;

/// <summary>What a signature for an account permits.</summary>
#pragma warning disable CA1008, CA1711, CA2217 // Named and valued as in the official package.
[Flags]
public enum TableAccountSasPermissions
{
    /// <summary>Reading.</summary>
    Read = 1,

    /// <summary>Writing: creating tables, for one.</summary>
    Write = 2,

    /// <summary>Deleting.</summary>
    Delete = 4,

    /// <summary>Listing tables.</summary>
    List = 8,

    /// <summary>Inserting rows.</summary>
    Add = 16,

    /// <summary>Updating rows.</summary>
    Update = 64,

    /// <summary>All of them.</summary>
    All = ~0,
}
