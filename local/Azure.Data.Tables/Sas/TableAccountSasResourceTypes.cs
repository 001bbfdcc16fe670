namespace Azure.Data.Tables.Sas;

/// <summary>What kinds of things a signature for an account reaches.</summary>
#pragma warning disable CA1008, CA1711, CA2217 // Named and valued as in the official package.
[Flags]
public enum TableAccountSasResourceTypes
{
    /// <summary>The service: its properties, its list of tables.</summary>
    Service = 1,

    /// <summary>Tables.</summary>
    Container = 2,

    /// <summary>Rows.</summary>
    Object = 4,

    /// <summary>All of them.</summary>
    All = ~0,
}
